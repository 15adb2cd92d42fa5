import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LINK, linkSecret, UNSUBSCRIBE } from '#src/letters/blanks.ts';
import { makeMould, pour } from '#src/letters/mould.ts';
import { languages } from '#src/letters/rules.ts';
import { unsubscribeToken } from '#src/letters/unsubscribe-token.ts';
import { messageIdOf } from '#src/letters/write-letter.ts';
import { newId } from '#src/platform/ids.ts';
import { composeSample, letterNames } from '#src/site/samples.ts';
import { openMailServer, taken } from '../support/mail-server.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
let server: Awaited<ReturnType<typeof openMailServer>>;
beforeAll(async () => {
  [site, server] = await Promise.all([openSite(), openMailServer()]);
});
afterAll(async () => {
  await server.close();
  await site.close();
});

const ADA = 'ada@anymeeting.example';
const written = languages.flatMap((language) => letterNames.map((name) => ({ name, language })));

/** Stored, made into bytes, handed over and read again. */
async function arrives(name: string, language: (typeof languages)[number]) {
  const { parts } = site;
  const composed = await composeSample(parts, name, language);
  await parts.db.letter.create({ data: { id: newId(), ...composed, createdAt: parts.clock() } });

  const key = `${name}:${newId()}`;
  const token = unsubscribeToken(parts, { addressHash: 'A'.repeat(43), stream: 'account' });
  const mould = await makeMould(parts, { ...composed, stream: 'account', class: 'requested' });
  const filling = { address: ADA, messageId: messageIdOf(parts.config.BASE_URL, key), date: parts.clock() };
  const bytes = pour(mould, { ...filling, unsubscribeToken: token, link: linkSecret(parts, key) });
  const received = await server.carry(bytes, ADA);
  return { received, letter: await simpleParser(received.bytes, AS_IT_CAME), token, composed, filling };
}

const AS_IT_CAME = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };

describe.each(written)('the letter $name in $language', ({ name, language }) => {
  let came: Awaited<ReturnType<typeof arrives>>;
  beforeAll(async () => {
    came = await arrives(name, language);
  });

  test('goes to one mailbox, with every header once', () => {
    const { received, letter, token, filling } = came;
    const { headers } = taken(received.bytes);
    const { BASE_URL } = site.parts.config;

    expect(received.to).toEqual([ADA]);
    expect(headers.map((each) => each.name).toSorted()).toEqual(HEADERS);
    expect(headers.find((each) => each.name === 'to')?.line).toBe(`To: ${ADA}`);
    expect(letter.messageId).toBe(filling.messageId);
    expect(letter.date?.getTime()).toBe(Math.floor(filling.date.getTime() / 1000) * 1000);
    expect(letter.subject).toBe(came.composed.title);
    expect(headers.find((each) => each.name === 'list-unsubscribe')?.line.replaceAll('\r\n', '')).toBe(
      `List-Unsubscribe: <${BASE_URL}/u/${token}>, <mailto:hello@anymeeting.example?subject=stop>`,
    );
    expect(headers.find((each) => each.name === 'list-unsubscribe-post')?.line).toBe(
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    );
  });

  test('ends in both parts with the steps to unsubscribe, the link and the postal address', () => {
    const { letter, token } = came;
    const { BASE_URL, POSTAL_ADDRESS } = site.parts.config;

    expect(textOf(letter).trimEnd().split('\n').slice(-6)).toEqual([
      '-- ',
      'How to unsubscribe',
      `1. Open ${BASE_URL}/u/${token} and press the button. You need not sign in.`,
      '2. Or answer this letter with the word “stop”.',
      `3. Or sign in, open My Profile and choose your letters there: ${BASE_URL}/profile`,
      POSTAL_ADDRESS,
    ]);
    const foot = htmlOf(letter).slice(htmlOf(letter).lastIndexOf('How to unsubscribe'));
    expect(foot).toContain(`href="${BASE_URL}/u/${token}"`);
    expect(
      foot
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ).toBe(
      `How to unsubscribe Open this page and press the button. You need not sign in. Or answer this letter with the word “stop”. Or sign in, open My Profile and choose your letters there. ${POSTAL_ADDRESS}`,
    );
  });

  test('has two parts that say the same links, ours unless staff wrote them, and loads nothing', () => {
    const { letter, received } = came;
    const inText = new Set(textOf(letter).match(/https?:\/\/[^\s”)]+/g));
    const inHtml = new Set(Array.from(htmlOf(letter).matchAll(/href="([^"]*)"/g), ([, address]) => address));

    expect([...inText].toSorted()).toEqual([...inHtml].toSorted());
    // What staff write in an issue may lead elsewhere.
    const elsewhere = [...inText].filter((address) => new URL(address).origin !== site.parts.config.BASE_URL);
    expect(elsewhere).toEqual(name === 'issue' ? ['https://straw.example/autumn'] : []);
    expect(htmlOf(letter)).not.toMatch(/<(?:img|link|script|iframe|object)|\ssrc=|url\(/i);
    expect(htmlOf(letter)).toContain(`<html lang="${language}">`);
    expect(textOf(letter) + htmlOf(letter)).not.toMatch(/[\uE000-\uF8FF]/);
    expect(letter.attachments).toEqual([]);
    expect(received.bytes.toString('latin1').match(/^Content-Type: text\/[a-z]+/gim)).toEqual([
      'Content-Type: text/plain',
      'Content-Type: text/html',
    ]);
  });

  test('has no line that a mail server would break', () => {
    const { body, headers } = taken(came.received.bytes);
    expect(body.split('\r\n').filter((line) => line.length > 76)).toEqual([]);
    expect(headers.filter(({ line }) => line.split('\r\n').some((each) => each.length > 998))).toEqual([]);
  });
});

const HEADERS = [
  ...['auto-submitted', 'content-type', 'date', 'from', 'list-unsubscribe', 'list-unsubscribe-post', 'message-id'],
  ...['mime-version', 'reply-to', 'subject', 'to'],
];

const textOf = ({ text = '' }: ParsedMail) => text;
const htmlOf = ({ html }: ParsedMail) => html || '';

test('what comes by itself names its list', async () => {
  const composed = await composeSample(site.parts, 'confirm-address');
  const mould = await makeMould(site.parts, { ...composed, stream: 'news', class: 'periodic' });
  expect(mould.bytes.toString('latin1')).toMatch(/^List-ID: <news\.localhost>\r$/im);
});

test('the secret of a link is in the letter that leaves, and in none that is stored', async () => {
  const { parts } = site;
  const composed = await composeSample(parts, 'reset-password');
  const link = `${parts.config.BASE_URL}/password/reset/`;
  const withLink = { ...composed, text: `${link}${LINK}\n${composed.text}` };
  const mould = await makeMould(parts, { ...withLink, stream: 'account', class: 'requested' });
  const secret = linkSecret(parts, 'reset-password:1');
  const bytes = pour(mould, {
    ...{ address: ADA, messageId: messageIdOf(parts.config.BASE_URL, 'reset-password:1'), date: parts.clock() },
    ...{ unsubscribeToken: 'u'.repeat(66), link: secret },
  });

  const { text } = await simpleParser(bytes, AS_IT_CAME);
  expect(text).toContain(`${link}${secret}\n`);
  expect(mould.bytes.toString('latin1')).not.toContain(secret.slice(0, 20));
});

describe('nothing follows the foot', () => {
  const FOOT = 'Or sign in, open My Profile.';
  const spoilt: [string, (letter: { text: string; html: string; postalAddress: string }) => object][] = [
    ['whose text goes on after the foot', ({ text }) => ({ text: `${text}\nAnd one more thing.` })],
    ['whose page goes on after the foot', ({ html }) => ({ html: html.replace('</body>', '<p>One more</p></body>') })],
    ['whose page has a picture after the foot', ({ html }) => ({ html: html.replace('</body>', '<img></body>') })],
    ['whose page has words after its end', ({ html }) => ({ html: `${html} Bye.` })],
    ['without the link in the text', ({ text }) => ({ text: text.replace(UNSUBSCRIBE, 'here') })],
    ['without the link in the page', ({ html }) => ({ html: html.replace(UNSUBSCRIBE, 'here') })],
    ['without My Profile', ({ text }) => ({ text: text.replaceAll('My Profile', 'the page') })],
    [
      'without the postal address in the text',
      ({ text, postalAddress }) => ({ text: text.replace(postalAddress, '') }),
    ],
    [
      'without the postal address on the page',
      ({ html, postalAddress }) => ({ html: html.replace(postalAddress, '') }),
    ],
    [
      'with a foot that is far from the end',
      ({ text, postalAddress }) => ({ text: `${text}${FOOT.repeat(30)}${postalAddress}` }),
    ],
    ['with a title of two lines', () => ({ title: 'Hello\r\nBcc: mallory@example.org' })],
  ];

  test.each(spoilt)('the database refuses a letter %s', async (_words, spoil) => {
    const composed = await composeSample(site.parts, 'confirm-address');
    const data = { id: newId<string>(), ...composed, createdAt: new Date() };
    await expect(site.parts.db.letter.create({ data: { ...data, ...spoil(composed) } })).rejects.toThrow(/Letter_/);
    await site.parts.db.letter.create({ data });
  });
});

test('a postal address with every sign that a page escapes ends a letter as well', async () => {
  const POSTAL_ADDRESS = '"O\'Brien" & <Sons> = `1 Long Road';
  const parts = { views: site.parts.views, config: { ...site.parts.config, POSTAL_ADDRESS } };
  const { text, html, ...rest } = await composeSample(parts, 'confirm-address');
  const escaped = '&quot;O&#x27;Brien&quot; &amp; &lt;Sons&gt; &#x3D; &#x60;1 Long Road';
  const own = site.parts.config.POSTAL_ADDRESS;
  const data = { ...rest, text: text.replace(own, () => POSTAL_ADDRESS), html: html.replace(own, () => escaped) };
  await site.parts.db.letter.create({ data: { id: newId(), ...data, createdAt: new Date() } });
});
