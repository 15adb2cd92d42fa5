import { EventEmitter, on, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { type Clock, systemClock } from './clock.ts';

/** A letter that stayed on this machine, as a mail program would show it. */
export type KeptLetter = {
  id: string;
  at: Date;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The addresses in the plain part, in order. */
  links: string[];
  /** Names in lower case, values as they came. */
  headers: Record<string, string>;
};

/** The mailbox of everybody, where no relay is set: a mail server inside the process, that only this machine reaches. */
export type Inbox = {
  /** Where to hand letters in. */
  url: string;
  /** What came, newest first. */
  letters(): KeptLetter[];
  /** The newest letter that matches, or the first that comes. */
  letter(matches: (letter: KeptLetter) => boolean): Promise<KeptLetter>;
  close(): Promise<void>;
};

/** More would only fill the memory: nobody pages back further than this. */
const KEPT = 200;
const LARGEST_LETTER = 1024 * 1024;

/** Opens the mail server on a free port of this machine. */
export async function openInbox(clock: Clock = systemClock): Promise<Inbox> {
  const kept: KeptLetter[] = [];
  const arrivals = new EventEmitter().setMaxListeners(0);
  let came = 0;

  async function keep(stream: Readable, session: SMTPServerSession): Promise<void> {
    came += 1;
    const letter = await received(`${came}`, clock(), stream, session);
    kept.unshift(letter);
    kept.splice(KEPT);
    arrivals.emit('letter', letter);
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST_LETTER,
    onData(stream, session, done) {
      callbackify(() => keep(stream, session))(done);
    },
  });
  // A client that goes away in the middle of a letter is its own problem; the server goes on.
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${port}`,
    letters: () => [...kept],
    letter: async (matches) => kept.find(matches) ?? (await firstOf(arrivals, matches)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function firstOf(arrivals: EventEmitter, matches: (letter: KeptLetter) => boolean): Promise<KeptLetter> {
  for await (const [letter] of on(arrivals, 'letter') as AsyncIterable<[KeptLetter]>) {
    if (matches(letter)) return letter;
  }
  throw new Error('The inbox was closed.');
}

async function received(id: string, at: Date, stream: Readable, { envelope }: SMTPServerSession): Promise<KeptLetter> {
  const { subject = '', text = '', html, headerLines } = await simpleParser(stream, AS_IT_CAME);
  return {
    id,
    at,
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address).join(', '),
    subject,
    text,
    html: html || '',
    links: text.match(/https?:\/\/\S+/g) ?? [],
    headers: Object.fromEntries(headerLines.map(({ key, line }) => [key, line.slice(key.length + 1).trim()])),
  };
}

/** Neither part is made up from the other, so that a missing one is seen. */
const AS_IT_CAME = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };
