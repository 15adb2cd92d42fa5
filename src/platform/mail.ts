import type { Socket } from 'node:net';
import { callbackify } from 'node:util';
import { createTransport } from 'nodemailer';
import type { Config } from './config.ts';
import { type Egress, relayAt } from './egress.ts';
import type { Released } from './personal.ts';

/** A letter ready to leave. `to` was released to the relay, or stays on this machine; it is never taken from a request. */
type Letter = { to: Released<'processor' | 'us'>; subject: string; text: string; html: string };

export type Mail = {
  /** Hands the letter to the relay; resolves when the relay has taken it, rejects when it has not. */
  send(letter: Letter): Promise<void>;
  close(): void;
};

/** Longest a relay may stay silent. The job comes back later, and two silent relays must not hold up the queue. */
const PATIENCE_MS = 20_000;

/** A relay closes idle connections after a while; closing them first spares us the letter that finds out. */
const IDLE_MS = 30_000;

type MailConfig = Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'BASE_URL'>;

/**
 * Opens the way out for letters: to the relay, or to the inbox of this machine where there is none. Every connection goes
 * through {@link Egress}. The relay is spoken to over TLS unless it is on this machine. Nothing in a letter is fetched,
 * from a file or from an address, whatever it says.
 */
export function openMail(
  { SMTP_URL, MAIL_FROM, BASE_URL }: MailConfig,
  inbox: { url: string } | undefined,
  egress: Egress,
): Mail {
  const smtpUrl = SMTP_URL ?? inbox?.url;
  if (smtpUrl === undefined) throw new Error('Letters need a relay or an inbox.');

  const strict = { disableFileAccess: true, disableUrlAccess: true };
  const isHere = LOOPBACK.test(new URL(smtpUrl).hostname);
  const connected = async () => ({
    connection: await egress.connect({ ...relayAt(smtpUrl), timeoutMs: PATIENCE_MS }),
  });
  const transport = createTransport(
    {
      url: smtpUrl,
      pool: true,
      getSocket: (_options: unknown, done: GotSocket) => callbackify(connected)(done),
      maxConnections: 2,
      maxRequeues: 1,
      idleTimeout: IDLE_MS,
      requireTLS: !isHere && smtpUrl.startsWith('smtp:'),
      // The name we greet with, instead of the machine's own.
      name: new URL(BASE_URL).hostname,
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
      ...strict,
    },
    { from: MAIL_FROM, headers: { 'Auto-Submitted': 'auto-generated' }, ...strict },
  );

  return {
    async send({ to, subject, text, html }) {
      // As an object the address is taken as it stands; as a string it would be parsed, and could become two.
      await transport.sendMail({ to: { name: '', address: to.value }, subject, text, html });
    },
    close: () => transport.close(),
  };
}

/** What nodemailer calls with a connection for it; it then speaks TLS over it where the scheme or the relay says so. */
type GotSocket = (error: Error | null, got: { connection: Socket }) => void;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
