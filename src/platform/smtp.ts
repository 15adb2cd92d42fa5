import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Config } from './config.ts';
import { type Egress, relayAt } from './egress.ts';
import type { Released } from './personal.ts';

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
    /** The relay does not take our letters at all, whoever they are for. */
    | 'unfit'
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
  const connection = new SMTPConnection({
    ...relayAt(url),
    connection: socket,
    secure: url.startsWith('smtps:'),
    requireTLS: url.startsWith('smtp:') && !LOOPBACK.test(new URL(url).hostname),
    // The name we greet with, instead of the machine's own.
    name: new URL(config.BASE_URL).hostname,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  let open = true;
  connection.once('end', () => (open = false));
  await greeted(connection);
  await signedIn(connection, new URL(url));

  const from = senderIn(config.MAIL_FROM);
  return {
    get open() {
      return open;
    },
    async hand(parcel, mayBegin) {
      const outcome = await handOver(connection, from, parcel, mayBegin);
      // Where the letter stopped half-way, what the relay says next would be taken for an answer to another one.
      if (outcome.verdict === 'unknown' || outcome.answer === NOT_BEGUN) connection.close();
      return outcome;
    },
    close() {
      open = false;
      connection.close();
      socket.destroy();
    },
  };
}

function greeted(connection: SMTPConnection): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // The listener stays: an error between two letters ends the connection and not the process.
  connection.on('error', reject);
  connection.connect((error) => (error ? reject(error) : resolve()));
  return promise;
}

async function signedIn(connection: SMTPConnection, { username, password }: URL): Promise<void> {
  if (username === '') return;
  const credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  connection.login({ ...credentials, credentials }, (error) => (error ? reject(error) : resolve()));
  await promise;
}

const NOT_BEGUN = 'not begun';

function handOver(
  connection: SMTPConnection,
  from: string,
  { to, bytes }: Parcel,
  mayBegin: () => boolean,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const content = new Content(bytes, mayBegin);
  const gone = () => resolve(lost(content.begun));
  connection.once('end', gone);
  connection.send({ from, to: [to.value], size: bytes.length }, content, (error, info) => {
    connection.off('end', gone);
    resolve(error === null || error === undefined ? taken(info?.response) : outcomeOf(error, content));
  });
  return promise;
}

/** Knows whether any of it has left: it is read only once the relay has said that it takes the letter. */
class Content extends Readable {
  begun = false;
  stopped = false;
  readonly #bytes: Buffer;
  readonly #mayBegin: () => boolean;

  constructor(bytes: Buffer, mayBegin: () => boolean) {
    super({ highWaterMark: bytes.length + 1 });
    this.#bytes = bytes;
    this.#mayBegin = mayBegin;
  }

  override _read(): void {
    if (this.begun) return;
    if (this.#mayBegin()) {
      this.begun = true;
      this.push(this.#bytes);
      this.push(null);
    } else {
      this.stopped = true;
      this.destroy(new Error(NOT_BEGUN));
    }
  }
}

type Failure = Error & {
  responseCode?: number | undefined;
  response?: string | undefined;
  command?: string | undefined;
};

function outcomeOf(error: Failure, { begun, stopped }: Content): Outcome {
  const { responseCode: code, response = '', command } = error;
  if (stopped) return { verdict: 'later', answer: NOT_BEGUN };
  else if (code === undefined || (begun && code < 400)) return lost(begun);

  const answer = numbersIn(response, code);
  // 421 at any moment: the relay closes, and has taken nothing that it has not said it took.
  if (code < 500) return { verdict: 'later', answer };
  else if (command === 'RCPT TO')
    return isGone(answer) ? { verdict: 'gone', answer: `${answer} gone` } : { verdict: 'refused', answer };
  else return { verdict: command === 'MAIL FROM' ? 'unfit' : 'refused', answer };
}

const lost = (begun: boolean): Outcome =>
  begun ? { verdict: 'unknown', answer: 'answer lost' } : { verdict: 'later', answer: 'connection lost' };

const taken = (response: string | undefined): Outcome => ({ verdict: 'taken', answer: numbersIn(response ?? '', 250) });

/** Of what a relay says we keep the numbers; the words may quote the address. */
const numbersIn = (response: string, code: number): string => {
  const [, enhanced] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
  return enhanced === undefined ? `${code}` : `${code} ${enhanced}`;
};

/** The mailbox does not exist: by the finer number where there is one (RFC 3463), by the plain one otherwise. */
const isGone = (answer: string): boolean => /^\d{3} 5\.(1\.\d+|2\.1)$/.test(answer) || /^55[013]$/.test(answer);

const senderIn = (mailFrom: string): string => /<([^<>]+)>/.exec(mailFrom)?.[1] ?? mailFrom;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
