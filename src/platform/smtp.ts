import type { Config } from './config.ts';
import { type Egress, relayAt } from './egress.ts';
import type { Released } from './personal.ts';
import { type Abilities, greet } from './smtp-greeting.ts';
import { ask, type Reply, type Talk } from './smtp-talk.ts';

/** What became of a letter that was handed over. `answer` is what the relay said, in its two numbers, or a word of ours. */
export type Outcome = {
  verdict:
    | 'taken'
    /** Not now; nothing was taken. */
    | 'later'
    /** There is no such mailbox. */
    | 'gone'
    /** Not this letter to this mailbox. */
    | 'refused'
    /** It cannot be written as letters are. */
    | 'unfit'
    /** The relay takes no letters of ours, whoever they are for. */
    | 'unwelcome'
    /** Handed over whole, and the answer was lost: it may have been taken. */
    | 'unknown';
  answer: string;
};

/** A letter in the bytes that travel. The address was released to the relay, or stays on this machine. */
export type Parcel = { to: Released<'processor' | 'us'>; bytes: Buffer };

/** One open connection to the relay. It carries one letter at a time. */
export type Carrier = {
  /**
   * Hands over one letter. `mayBegin` is asked in the last moment before the first byte of it leaves, and a no ends the
   * connection. Never rejects.
   */
  hand(parcel: Parcel, mayBegin: () => boolean): Promise<Outcome>;
  /** Whether it can carry another one. */
  readonly open: boolean;
  /** Lets go at once, whatever is under way. */
  close(): void;
};

/** Longest a relay may stay silent before the connection counts as lost. */
const PATIENCE_MS = 20_000;

type MailConfig = Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'BASE_URL'>;

/** The relay of the configuration, or the inbox of this machine where there is none. */
export const carrierUrl = ({ SMTP_URL }: Pick<Config, 'SMTP_URL'>, inboxUrl: string | undefined): string => {
  const url = SMTP_URL ?? inboxUrl;
  if (url === undefined) throw new Error('Letters need a relay or an inbox.');
  return url;
};

/**
 * Connects to the relay, through {@link Egress}, and signs in where its address has a name and a password. It is spoken to
 * over TLS unless it is on this machine. Rejects where it cannot be reached or does not want us.
 */
export async function openCarrier(config: MailConfig, url: string, egress: Egress): Promise<Carrier> {
  const socket = await egress.connect({ ...relayAt(url), timeoutMs: PATIENCE_MS });
  const name = new URL(config.BASE_URL).hostname;
  const { talk, can } = await greet(socket, { url: new URL(url), name, patienceMs: PATIENCE_MS });
  const from = senderIn(config.MAIL_FROM);
  return {
    get open() {
      return talk.open;
    },
    async hand(parcel, mayBegin) {
      const outcome = await handOver({ talk, can, from }, parcel, mayBegin);
      // Where the letter stopped half-way, what the relay says next would be taken for an answer to another one.
      if (outcome.verdict === 'unknown' || outcome.verdict === 'unwelcome' || outcome === NOT_BEGUN) talk.end();
      return outcome;
    },
    close() {
      talk.end();
    },
  };
}

const NOT_BEGUN: Outcome = { verdict: 'later', answer: 'not begun' };

type Line = { talk: Talk; can: Abilities; from: string };

/**
 * The envelope goes in one piece where the relay can hear it so (RFC 2920), and the letter with its end in another: each
 * answer that is waited for costs a way there and back.
 */
async function handOver(line: Line, { to, bytes }: Parcel, mayBegin: () => boolean): Promise<Outcome> {
  const letter = framed(bytes);
  if (letter === undefined || !PLAIN.test(to.value)) return { verdict: 'unfit', answer: 'cannot be said' };
  if (!mayBegin()) return NOT_BEGUN;

  let begun = false;
  try {
    const refused = await envelopeRefused(line, to.value, bytes.length);
    if (refused !== undefined) return refused;
    else if (!mayBegin()) return NOT_BEGUN;

    begun = true;
    const answer = line.talk.heard();
    line.talk.say(letter);
    return outcomeOf('END', await answer);
  } catch {
    return lost(begun);
  }
}

/** What became of the letter where the relay does not want it; nothing where it waits for its first byte. */
async function envelopeRefused({ talk, can, from }: Line, to: string, size: number): Promise<Outcome | undefined> {
  const commands: Command[] = [
    ['MAIL', `MAIL FROM:<${from}>${can.has('SIZE') ? ` SIZE=${size}` : ''}\r\n`],
    ['RCPT', `RCPT TO:<${to}>\r\n`],
    ['DATA', 'DATA\r\n'],
  ];
  const refused = await (can.has('PIPELINING') ? refusedAtOnce : refusedInTurn)(talk, commands);
  if (refused !== undefined && talk.open) await ask(talk, 'RSET', 2).catch(() => talk.end());
  return refused;
}

type Command = [Moment, string];

async function refusedInTurn(talk: Talk, commands: readonly Command[]): Promise<Outcome | undefined> {
  for (const [moment, command] of commands) {
    talk.say(command);
    const refused = refusalIn(moment, await talk.heard());
    if (refused !== undefined) return refused;
  }
  return undefined;
}

async function refusedAtOnce(talk: Talk, commands: readonly Command[]): Promise<Outcome | undefined> {
  talk.say(commands.map(([, command]) => command).join(''));
  const refusals: (Outcome | undefined)[] = [];
  for (const [moment] of commands) refusals.push(refusalIn(moment, await talk.heard()));
  const refused = refusals.find((each) => each !== undefined);
  // It would take a letter to nobody: nothing but hanging up says clearly that there is none.
  if (refused !== undefined && refusals.at(-1) === undefined) talk.end();
  return refused;
}

const refusalIn = (moment: Moment, reply: Reply): Outcome | undefined =>
  (moment === 'DATA' ? reply.code === 354 : reply.code >= 200 && reply.code < 300)
    ? undefined
    : outcomeOf(moment, reply);

/**
 * The letter as it travels: a dot at the start of a line is said twice, and one alone says that it is over. Nothing where a line
 * does not end as lines do, because relays differ in what they then take for its end.
 */
function framed(bytes: Buffer): Buffer | undefined {
  const pieces: Buffer[] = [];
  let from = 0;
  let lines = 0;
  if (bytes[0] === DOT) pieces.push(ONE_DOT);
  for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, end + 1)) {
    if (bytes[end - 1] !== CR) return undefined;
    lines += 1;
    if (bytes[end + 1] !== DOT) continue;
    pieces.push(bytes.subarray(from, end + 1), ONE_DOT);
    from = end + 1;
  }
  for (let end = bytes.indexOf(CR); end >= 0; end = bytes.indexOf(CR, end + 1)) lines -= 1;
  if (lines !== 0) return undefined;
  return Buffer.concat([...pieces, bytes.subarray(from), bytes.at(-1) === LF ? LAST_LINE : END]);
}

/** What stands between the brackets of an envelope without ending them. */
const PLAIN = /^[!-;=?-~]+$/;

const [CR, LF, DOT] = [13, 10, 46];
const ONE_DOT = Buffer.from('.');
const LAST_LINE = Buffer.from('.\r\n');
const END = Buffer.from('\r\n.\r\n');

type Moment = 'MAIL' | 'RCPT' | 'DATA' | 'END';

function outcomeOf(moment: Moment, { code, lines }: Reply): Outcome {
  const answer = numbersIn(code, lines[0]);
  if (moment === 'END' && code < 300) return { verdict: 'taken', answer };
  else if (moment === 'END' && code < 400) return lost(true);
  // 421 at any moment: the relay closes, and has taken nothing that it has not said it took.
  else if (code < 500) return { verdict: 'later', answer };
  else if (moment === 'MAIL') return { verdict: 'unwelcome', answer };
  else if (moment === 'RCPT' && isGone(answer)) return { verdict: 'gone', answer: `${answer} gone` };
  else return { verdict: 'refused', answer };
}

const lost = (begun: boolean): Outcome =>
  begun ? { verdict: 'unknown', answer: 'answer lost' } : { verdict: 'later', answer: 'connection lost' };

/** Of what a relay says we keep the numbers; the words may quote the address. */
const numbersIn = (code: number, words = ''): string => {
  const [, enhanced] = /^(\d\.\d{1,3}\.\d{1,3})\b/.exec(words) ?? [];
  return enhanced === undefined ? `${code}` : `${code} ${enhanced}`;
};

/** The mailbox does not exist: by the finer number where there is one (RFC 3463), by the plain one otherwise. */
const isGone = (answer: string): boolean => /^\d{3} 5\.(1\.\d+|2\.1)$/.test(answer) || /^55[013]$/.test(answer);

const senderIn = (mailFrom: string): string => /<([^<>]+)>/.exec(mailFrom)?.[1] ?? mailFrom;
