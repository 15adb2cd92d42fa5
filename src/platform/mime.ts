import MailComposer from 'nodemailer/lib/mail-composer';

/** A letter in the words of RFC 5322. `from` and `replyTo` come from the configuration; nothing here comes from a request. */
export type MimeLetter = {
  from: string;
  replyTo: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
};

/**
 * The bytes of a letter without the headers that differ from one mailbox to the next (To, Message-ID, Date), starting with
 * its first header. Both parts are quoted-printable, so that no line is too long for a mail server. Nothing in a letter is
 * fetched, from a file or from an address, whatever it says.
 */
export async function mimeBytes({ headers, ...letter }: MimeLetter): Promise<Buffer> {
  const message = new MailComposer({
    ...letter,
    headers,
    encoding: 'quoted-printable',
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const bytes = (await message.build()).toString('latin1');
  const end = bytes.indexOf('\r\n\r\n');
  const kept = bytes.slice(0, end).replaceAll(/^(?:Message-ID|Date):.*(?:\r\n[ \t].*)*\r\n/gim, '');
  return Buffer.from(`${kept}${bytes.slice(end)}`, 'latin1');
}
