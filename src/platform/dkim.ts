import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import sign from 'nodemailer/lib/dkim/sign';
import { type Config, WrongConfig } from './config.ts';
import type { Parts } from './parts.ts';

/** The line that is put in front of a letter. */
export type Signer = (letter: Buffer) => Buffer;

/** Every header that says something; those of RFC 8058 have to be among them, or no mail program offers their button. */
const SIGNED = [
  ...['from', 'to', 'reply-to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'],
  ...['auto-submitted', 'list-id', 'list-unsubscribe', 'list-unsubscribe-post'],
].join(':');

/** What signs letters, where a key is configured (RFC 6376, relaxed/relaxed). */
export function signer({ config, secrets: { dkim } }: Pick<Parts, 'config' | 'secrets'>): Signer | undefined {
  const { MAIL_DKIM_DOMAIN: domainName = '', MAIL_DKIM_SELECTOR: keySelector = '' } = config;
  if (dkim === undefined) return undefined;
  const options = { domainName, keySelector, headerFieldNames: SIGNED, privateKey: dkim };

  return (letter) => {
    const text = letter.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    const line = sign(headersIn(text.slice(0, end)), 'sha256', bodyHash(text.slice(end + 4)), options);
    if (line === false) throw new Error('The letter could not be signed.');
    return Buffer.from(`${line}\r\n`, 'latin1');
  };
}

const headersIn = (head: string) =>
  head.split(/\r\n(?![ \t])/).map((line) => ({ key: line.slice(0, line.indexOf(':')).toLowerCase(), line }));

function bodyHash(body: string): string {
  const relaxed = body
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(' \r\n', '\r\n')
    .replace(/(?:\r\n)*$/, '\r\n');
  return createHash('sha256').update(relaxed, 'latin1').digest('base64');
}

/** The key of the configuration, if there is one. Throws {@link WrongConfig} when it cannot be used, or others can read it. */
export function openDkimKey({ MAIL_DKIM_KEY_FILE: file }: Pick<Config, 'MAIL_DKIM_KEY_FILE'>): KeyObject | undefined {
  if (file === undefined) return undefined;
  try {
    if ((statSync(file).mode & 0o007) !== 0) throw new WrongConfig(OPEN);
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType !== 'rsa') throw new WrongConfig('MAIL_DKIM_KEY_FILE must hold an RSA key.');
    return key;
  } catch (error) {
    if (error instanceof WrongConfig) throw error;
    throw new WrongConfig('MAIL_DKIM_KEY_FILE cannot be read, or holds no private key.', { cause: error });
  }
}

const OPEN = 'MAIL_DKIM_KEY_FILE can be read by everybody on this machine; run chmod 640 on it, or stricter.';
