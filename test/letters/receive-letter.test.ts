import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { addressHash } from '#src/letters/address-hash.ts';
import { standings } from '#src/letters/find-standings.ts';
import { receiveLetter } from '#src/letters/receive-letter.ts';
import { everybodyMovesIn } from '../support/everybody.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const receive = (...lines: string[]) => receiveLetter(site.parts, Buffer.from(`${lines.join('\r\n')}\r\n`));
const standingOf = async (email: string) => (await standings(site.parts, addressHash(site.parts, email))).news;
/** The Message-ID of a letter that this person got from us. */
const ourLetterTo = async (email: string) => {
  const row = await site.parts.db.outbox.findFirstOrThrow({ where: { addressHash: addressHash(site.parts, email) } });
  return row.messageId;
};

test.each([
  ['a subject', 'Subject: Stop', 'Thank you.'],
  ['a reply with a first line', 'Subject: Re: Confirm your address', '  unsubscribe please. '],
  ['a reply of an old mail program', 'Subject: RE: AW: STOP!', ''],
])('%s that says stop stops letters to whoever wrote it', async (what, subject, line) => {
  const email = `${what.replaceAll(' ', '-')}@anymeeting.example`;
  expect(await receive(`From: Somebody <${email.toUpperCase()}>`, subject, '', line, '> what we wrote')).toBe(
    'unsubscribed',
  );
  expect(await standingOf(email)).toBe('unsubscribed');
});

test('an answer from another address stops the letters of the mailbox that got our letter', async () => {
  const answers = `In-Reply-To: ${await ourLetterTo(cast.ben.email)}`;
  expect(await receive('From: ben@work.example', 'Subject: Re: Confirm', answers, '', 'stop')).toBe('unsubscribed');
  expect(await standingOf(cast.ben.email)).toBe('unsubscribed');
  expect(await standingOf('ben@work.example')).toBe('none');
});

const failure = (status: string, action: string, messageId: string) => [
  'From: MAILER-DAEMON@mx.example',
  'Subject: Undelivered Mail Returned to Sender',
  'MIME-Version: 1.0',
  'Auto-Submitted: auto-replied',
  'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
  ...['', '--b', 'Content-Type: text/plain', '', 'I am sorry to have to inform you.'],
  ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
  ...['Final-Recipient: rfc822; somebody@example.org', `Action: ${action}`, `Status: ${status}`, ''],
  ...['--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${messageId}`, 'Subject: Confirm', '', '--b--'],
];

test('a lasting failure stops letters to that mailbox; a passing one, and one of a letter that is not ours, do not', async () => {
  const ours = await ourLetterTo(cast.chloe.email);
  expect(await receive(...failure('4.2.2', 'delayed', ours))).toBe('left alone');
  expect(await receive(...failure('5.1.1', 'failed', `<${'A'.repeat(43)}@localhost>`))).toBe('left alone');
  expect(await standingOf(cast.chloe.email)).toBe('none');

  expect(await receive(...failure('5.1.1', 'failed', ours))).toBe('bounced');
  expect(await standingOf(cast.chloe.email)).toBe('bounced');
});

test('a complaint that a provider passes on stops letters to that mailbox', async () => {
  const report = (type: string, messageId: string) => [
    ...['From: feedback@provider.example', 'Subject: FW: Confirm', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/report; report-type=feedback-report; boundary="b"', '', '--b'],
    ...['Content-Type: text/plain', '', 'This is an abuse report.', '--b', 'Content-Type: message/feedback-report', ''],
    ...[
      `Feedback-Type: ${type}`,
      'User-Agent: Provider/1.0',
      'Version: 1',
      '',
      '--b',
      'Content-Type: message/rfc822',
      '',
    ],
    ...[`Message-ID: ${messageId}`, 'Subject: Confirm', '', 'What we wrote.', '', '--b--'],
  ];
  const ours = await ourLetterTo(cast.ada.email);
  expect(await receive(...report('not-spam', ours))).toBe('left alone');
  expect(await receive(...report('abuse', ours))).toBe('complained');
  expect(await standingOf(cast.ada.email)).toBe('complained');
});

test.each([
  ['somebody who asks something', ['Subject: Can you stop the webinar?', '', 'I cannot hear you.']],
  ['somebody who is away', ['Subject: Stop', 'Auto-Submitted: auto-replied', '', 'stop']],
  ['a quoted word further down', ['Subject: Thanks', '', 'It was nice.', 'stop']],
  ['nothing at all', []],
])('%s is left alone', async (what, lines) => {
  const email = `${what.replaceAll(' ', '.')}@anymeeting.example`;
  expect(await receive(`From: ${email}`, ...lines)).toBe('left alone');
  expect(await standingOf(email)).toBe('none');
});
