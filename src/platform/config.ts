import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { z } from 'zod';

/** Written in digits: JavaScript would also take 1e3 for a thousand. */
const digits = z.string().regex(/^\d+$/, 'must be a whole number').transform(Number);
const port = digits.refine((value) => value >= 1 && value <= 65_535, 'must be a port number, from 1 to 65535');
const ip = z.string().refine((value) => isIP(value) !== 0, 'must be an IP address');
const url = (schemes: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol),
      `must be a URL that starts with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    );
const network = (value: string) => {
  const [address = '', bits = '0', ...more] = value.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= longest;
};
const plainLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must be at most ${max} characters`)
    .regex(/^[^\r\n]*$/, 'must be one line');
const mailbox = z
  .string()
  .regex(/^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+$/, 'must be an address like hello@example.org');
const domain = z.string().regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, 'must be a name as the DNS has it');
/** `.env` files and compose files pass "not set" as an empty string. */
const unset = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema);

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);
const ANY = new Set(['0.0.0.0', '::']);

/** Every variable the server reads. The description becomes the comment in .env.example. */
export const Variables = z.object({
  HOST: unset(z.string().min(1).default('127.0.0.1')).describe(
    'Address the web server listens on. 0.0.0.0 for every interface.',
  ),
  PORT: unset(port.default(3000)).describe('Port of the web server.'),
  BASE_URL: unset(url(['http:', 'https:']).optional()).describe(
    'Address people type, without a path. Every link in a letter starts with it. Default: http://localhost:PORT.',
  ),
  DATA_DIR: unset(z.string().min(1).default('./data')).describe(
    'Folder for the embedded database and the generated secrets.',
  ),
  DATABASE_URL: unset(url(['postgres:', 'postgresql:']).optional()).describe(
    'PostgreSQL to use instead of the embedded one, as the role that owns the database.',
  ),
  SMTP_URL: unset(
    url(['smtp:', 'smtps:'])
      .refine((value) => !URL.canParse(value) || new URL(value).hostname !== '', 'must name the host of the relay')
      .optional(),
  ).describe('Mail relay. Without it letters go to the development inbox at /dev/mail.'),
  MAIL_FROM: unset(
    plainLine(200)
      .regex(/^[^<>"]*<[^<>\s@]+@[^<>\s@]+>$/, 'must look like Name <name@example.org>')
      .default('AnyMeeting <hello@anymeeting.example>'),
  ).describe('Sender of every letter.'),
  MAIL_REPLY_TO: unset(mailbox.optional()).describe(
    'Mailbox that gets answers to our letters, and the word "stop". Default: the address of MAIL_FROM.',
  ),
  MAIL_DKIM_DOMAIN: unset(domain.optional()).describe(
    'Domain that signs letters (DKIM). With it come the two below. Without them the relay signs, or nobody does.',
  ),
  MAIL_DKIM_SELECTOR: unset(domain.optional()).describe(
    'Selector of the key: its public half stands in the DNS at SELECTOR._domainkey.DOMAIN.',
  ),
  MAIL_DKIM_KEY_FILE: unset(z.string().min(1).optional()).describe(
    'File with the private key (RSA, PEM), which not everybody on the machine may read.',
  ),
  MAIL_CONNECTIONS: unset(
    digits
      .refine((value) => value >= 1, 'must be at least 1')
      .refine((value) => value <= 64, 'must be at most 64')
      .default(4),
  ).describe('Connections to the mail relay at once. Each carries one letter at a time.'),
  POSTAL_ADDRESS: unset(plainLine(200).default('AnyMeeting, 1 Example Street, 00000 Example')).describe(
    'Postal address at the foot of every letter.',
  ),
  SITE_NAME: unset(plainLine(60).default('AnyMeeting')).describe('Name of the site on every page and letter.'),
  MEDIA_PORT: unset(port.default(44_400)).describe(
    'First UDP and TCP port for sound and picture. Each media worker takes the next one.',
  ),
  MEDIA_LISTEN_IP: unset(ip.default('127.0.0.1')).describe('IP address the media workers listen on.'),
  MEDIA_ANNOUNCED_ADDRESS: unset(
    z
      .string()
      .regex(/^[A-Za-z0-9.:-]+$/, 'must be an IP address or a host name')
      .optional(),
  ).describe('Address browsers send sound and picture to, where it differs from MEDIA_LISTEN_IP.'),
  MEDIA_WORKERS: unset(
    digits
      .refine((value) => value >= 1, 'must be at least 1')
      .refine((value) => value <= 64, 'must be at most 64')
      .default(availableParallelism()),
  ).describe('Media workers. Default: one for each core.'),
  TRUSTED_PROXIES: unset(
    z
      .string()
      .default('')
      .transform((list) =>
        list
          .split(',')
          .map((each) => each.trim())
          .filter(Boolean),
      )
      .refine((list) => list.every(network), 'must be IP addresses or networks, with commas between'),
  ).describe('Proxies whose X-Forwarded-For is believed, as IP addresses or networks with commas between.'),
  TURN_URL: unset(
    z
      .string()
      .regex(/^turns?:[^\s]+$/, 'must look like turn:turn.example.org:3478')
      .optional(),
  ).describe('TURN server for browsers behind strict firewalls.'),
  TURN_SECRET: unset(z.string().min(32, 'must be at least 32 characters').optional()).describe(
    'Shared secret of the TURN server (use-auth-secret).',
  ),
  ADS: unset(z.enum(['off', 'house'], { error: 'must be off or house' }).default('off')).describe(
    'Advertising: off, or house for advertisements of this site itself, written on /admin/advertising.',
  ),
  LOG_LEVEL: unset(
    z
      .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be debug, info, warn, error or silent' })
      .default('info'),
  ).describe('How much is logged.'),
});

const addressIn = (sender: string): string => sender.slice(sender.indexOf('<') + 1, -1);

/** The variables as the server uses them, checked against each other as well. */
export const ConfigSchema = Variables.transform((config) => ({
  ...config,
  BASE_URL: config.BASE_URL ?? `http://localhost:${config.PORT}`,
  MAIL_REPLY_TO: config.MAIL_REPLY_TO ?? addressIn(config.MAIL_FROM),
}))
  .superRefine((config, check) => {
    const refuse = (name: string, message: string) => check.addIssue({ code: 'custom', path: [name], message });
    const base = new URL(config.BASE_URL);

    if (base.origin !== config.BASE_URL.replace(/\/$/, '')) refuse('BASE_URL', 'must have no path, query or user name');
    if (base.protocol === 'http:' && !LOOPBACK.has(base.hostname))
      refuse(
        'BASE_URL',
        'must start with https:// unless it is localhost, because browsers give camera and microphone to secure pages only',
      );
    if (ANY.has(config.MEDIA_LISTEN_IP) && config.MEDIA_ANNOUNCED_ADDRESS === undefined)
      refuse('MEDIA_ANNOUNCED_ADDRESS', 'is needed when MEDIA_LISTEN_IP is every interface');
    if (config.MEDIA_PORT + config.MEDIA_WORKERS - 1 > 65_535)
      refuse('MEDIA_PORT', 'leaves too few ports for MEDIA_WORKERS');
    if ((config.TURN_URL === undefined) !== (config.TURN_SECRET === undefined))
      refuse('TURN_SECRET', 'and TURN_URL belong together');
    const dkim = [config.MAIL_DKIM_DOMAIN, config.MAIL_DKIM_SELECTOR, config.MAIL_DKIM_KEY_FILE];
    if (new Set(dkim.map((each) => each === undefined)).size > 1)
      refuse('MAIL_DKIM_DOMAIN', 'MAIL_DKIM_SELECTOR and MAIL_DKIM_KEY_FILE belong together');
  })
  .transform((config) => ({ ...config, BASE_URL: new URL(config.BASE_URL).origin }));

export type Config = z.output<typeof ConfigSchema>;

/** Whether people type an address of this machine: then nobody else can come. */
export const staysHere = ({ BASE_URL }: Pick<Config, 'BASE_URL'>): boolean => LOOPBACK.has(new URL(BASE_URL).hostname);

/** A value that stops the start. The message is one sentence that names the variable. */
export class WrongConfig extends Error {}

/** Reads the variables we know and ignores the rest of the environment. Throws {@link WrongConfig} for the first wrong one. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const result = ConfigSchema.safeParse(env);
  if (result.success) return result.data;

  const { path, message } = result.error.issues[0] ?? { path: [], message: 'is wrong' };
  throw new WrongConfig(`${path.join('.')} ${message}.`);
}
