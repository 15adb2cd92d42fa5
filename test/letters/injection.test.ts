import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LINK, UNSUBSCRIBE } from '#src/letters/blanks.ts';
import { composeLetter } from '#src/letters/compose-letter.ts';
import { LetterBody } from '#src/letters/letter-body.ts';
import { type Mould, makeMould, type Pouring, pour } from '#src/letters/mould.ts';
import { readConfig } from '#src/platform/config.ts';
import { emailAddress } from '#src/platform/fields.ts';
import { openViews, type Views } from '#src/platform/views.ts';
import { taken } from '../support/mail-server.ts';

const config = readConfig({});
const secrets = { session: 's', join: 'j', hash: 'h' };
const folder = mkdtempSync(join(tmpdir(), 'anymeeting-views-'));
let views: Views;

/** Our own layout around a letter that shows whatever it is told. */
beforeAll(() => {
  cpSync('views', folder, { recursive: true });
  writeFileSync(join(folder, 'mails/probe.html.hbs'), '<p>{{said}}</p><p><a href="{{link}}">{{said}}</a></p>');
  writeFileSync(join(folder, 'mails/probe.txt.hbs'), 'begins\n{{said}}\nends\n{{link}}');
  writeFileSync(join(folder, 'mails/staff.html.hbs'), '{{{written.html}}}');
  writeFileSync(join(folder, 'mails/staff.txt.hbs'), '{{written.text}}');
  views = openViews(config, { views: folder, build: 'public/build' });
});
afterAll(() => rmSync(folder, { recursive: true }));

const PIECES = [
  ...['\r\n', '\n', '\r', '\0', '\t', '\u0085', '\u2028', '\u202E', '\uD800', '\r\n\r\n', '\r\n.\r\n', ' ', '.'],
  ...['Bcc: mallory@example.org', 'To: mallory@example.org', 'Content-Type: text/html', 'Date: never', 'Subject: x'],
  ...[
    '=?utf-8?Q?=0D=0ABcc:_mallory@example.org?=',
    '=?utf-8?B?DQpCY2M6IHg=?=',
    '=0D=0A',
    '%0d%0a',
    '=\r\n',
    '&#13;&#10;',
  ],
  ...['{{site.baseUrl}}', '{{{said}}}', '{{> mail/button}}', '{{{{raw}}}}', '{{#each this}}', '\\{{said}}', `\${said}`],
  ...[
    '<script>',
    '</td></table></body></html>',
    '<!--',
    '-->',
    '" onclick="x',
    "'",
    '"',
    '<',
    '>',
    '&',
    '&lt;',
    '`',
    '=',
  ],
  ...[UNSUBSCRIBE, LINK, '\uE000', '\uE001', '--', '-- ', '----_NmP-', 'boundary="x"', 'mailto:', 'javascript:', '//'],
  ...[
    'mallory@example.org',
    ',',
    ';',
    ':',
    '@',
    '(x)',
    '🍄',
    'é',
    'ſ',
    '\u212A',
    'https://evil.example/x',
    'ada',
    'x'.repeat(90),
  ],
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
  fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 5 })
    .map((each) => each.join('')),
);
const address = fc.oneof(
  hostile,
  hostile.map((piece) => `ada@anymeeting.example${piece}`),
  hostile.map((piece) => `${piece}ada@anymeeting.example`),
  hostile.map((piece) => `ada${piece}@anymeeting.example`),
);

const plain: Pouring = {
  address: 'ada@anymeeting.example',
  messageId: `<${'m'.repeat(43)}@localhost>`,
  date: new Date('2026-11-22T12:00:00Z'),
  unsubscribeToken: 'u'.repeat(66),
  link: 'l'.repeat(43),
};

/** Writes a letter; nothing where it is refused. */
async function mouldOf(said: string, title: string): Promise<Mould | undefined> {
  const link = `${config.BASE_URL}/confirm/${LINK}`;
  const draft = { template: 'probe', title, model: { said, link }, stream: 'account' } as const;
  const composed = await composeLetter({ views, config }, draft).catch(() => undefined);
  return composed && makeMould({ config, secrets }, { ...composed, stream: 'account', class: 'requested' });
}

function poured(mould: Mould | undefined, filling: Partial<Pouring> = {}): Buffer | undefined {
  try {
    return mould && pour(mould, { ...plain, ...filling });
  } catch {
    return undefined;
  }
}

const letterOf = async (said: string, title: string) => poured(await mouldOf(said, title));

async function shapeOf(bytes: Buffer) {
  const { headers, body } = taken(bytes);
  const { attachments, to, cc, bcc, from, html, messageId } = await simpleParser(bytes, {
    skipHtmlToText: true,
    skipTextToHtml: true,
  });
  return {
    headers: headers.map(({ name }) => name),
    to: [to].flat().flatMap((each) => each?.value ?? []),
    from: [from?.value].flat(),
    others: [cc, bcc, attachments.length],
    messageId,
    parts: partsOf(headers.find(({ name }) => name === 'content-type')?.line ?? '', body),
    tags: (html || '').match(/<\/?[a-z!][^\s>]*/gi),
    links: Array.from((html || '').matchAll(/href="([^"]*)"/g), ([, each]) => each),
  };
}

/** The kind of each part, between the lines that part them. */
function partsOf(contentType: string, body: string): (string | undefined)[] {
  const boundary = /boundary="([^"]*)"/.exec(contentType)?.[1] ?? 'none';
  return body.split(`--${boundary}`).map((part) => /^\r\nContent-Type: ([^;\r]*)/i.exec(part)?.[1]);
}

/** Each run is of four generated strings. */
const RUNS = 2_500;

test('ten thousand generated strings add no header, no recipient, no part, no tag and no link', async () => {
  const benign = await mouldOf('Hello', 'Hello');
  const plainLetter = poured(benign);
  if (plainLetter === undefined) throw new Error('A plain letter can be written.');
  const expected = await shapeOf(plainLetter);
  let written = 0;

  await fc.assert(
    fc.asyncProperty(hostile, hostile, address, hostile, async (said, title, to, value) => {
      const letter = await letterOf(said, title);
      if (letter !== undefined) {
        written += 1;
        expect(await shapeOf(letter)).toEqual(expected);
      }

      const addressed = poured(benign, { address: to });
      if (addressed !== undefined)
        expect(await shapeOf(addressed)).toEqual({ ...expected, to: [{ address: to, name: '' }] });
      // What passes the door of every form can be written to.
      const typed = emailAddress.safeParse(to);
      if (typed.success) expect(poured(benign, { address: typed.data })).toBeDefined();

      for (const name of ['messageId', 'unsubscribeToken', 'link'] as const)
        expect(poured(benign, { [name]: value })).toBeUndefined();
    }),
    { numRuns: RUNS },
  );
  expect(written).toBeGreaterThan(RUNS / 3);
}, 480_000);

test('what is typed stands in the letter as it was typed, and no template in it is read', async () => {
  const said = '{{site.baseUrl}} {{{said}}} {{> mail/button}} <b>bold</b> & "more"';
  const letter = await simpleParser((await letterOf(said, `{{site.name}} – \${said}`)) ?? '');
  expect(letter.text).toContain(`begins\n${said}\nends`);
  expect(letter.html).toContain('&lt;b&gt;bold&lt;/b&gt;');
  expect(letter.subject).toBe(`{{site.name}} – \${said} – ${config.SITE_NAME}`);
});

test('nobody can type a blank, so no text gets the secret of a link', async () => {
  const letter = await letterOf(`a${LINK}b${UNSUBSCRIBE}c`, `T${LINK}`);
  const { text = '', subject } = await simpleParser(letter ?? '');
  expect(text).toContain('begins\nalinkbunsubscribec\nends');
  expect(subject).toContain('Tlink');
  expect(text.split(plain.link)).toHaveLength(2);
});

test.each([
  'https://evil.example',
  'see http://evil.example/x.',
  'ftp://evil.example',
  'http://localhost:3000@evil.example',
  'http://localhost:3000.evil.example',
  'HTTPS://EVIL.example',
])('a letter that would lead to %s is not written', async (said) => {
  expect(await letterOf(said, 'Hello')).toBeUndefined();
});

test.each(['javascript:alert(1)', '//evil.example', 'data:text/html,x', '/confirm', ''])(
  'a button that would lead to %j is not written',
  async (link) => {
    const draft = { template: 'probe', title: 'Hello', model: { said: '', link }, stream: 'account' } as const;
    await expect(composeLetter({ views, config }, draft)).rejects.toThrow('our own pages only');
  },
);

test('a title has one line and 200 characters at most; the name of the site is added where there is room', async () => {
  const titled = async (title: string) =>
    (
      await composeLetter(
        { views, config },
        { template: 'probe', title, model: { said: '', link: config.BASE_URL }, stream: 'news' },
      )
    ).title;

  expect(await titled('One\r\nBcc: two')).toBe(`One Bcc: two – ${config.SITE_NAME}`);
  expect(await titled('x'.repeat(200))).toBe('x'.repeat(200));
  await expect(titled('x'.repeat(201))).rejects.toThrow('200');
  await expect(titled('\uE000\u0000')).rejects.toThrow('title');
});

test('only what staff wrote may lead to other sites, over https, and it can load and run nothing', async () => {
  const body = LetterBody.check({
    html: '<p>See <a href="https://example.org/a?b&#x3D;1&amp;c">this</a>.</p>',
    text: 'See https://example.org/a?b=1&c.',
    links: ['https://example.org/a?b=1&c'],
  });
  const draft = { template: 'staff', title: 'News', model: {}, stream: 'news', body } as const;
  expect((await composeLetter({ views, config }, draft)).html).toContain('https://example.org/a');

  const other = LetterBody.check({
    html: '<a href="https://evil.example">x</a>',
    text: 'x',
    links: ['https://example.org/'],
  });
  await expect(composeLetter({ views, config }, { ...draft, body: other })).rejects.toThrow('evil.example');
  expect(() => LetterBody.check({ html: '', text: '', links: ['http://example.org'] })).toThrow('https');
  for (const html of [
    '<img src="x">',
    '<p onclick="x">',
    '<script>',
    '<p style="background:url(x)">',
    '<!-- -->',
    '<a',
    '<form>',
  ])
    expect(() => LetterBody.check({ html, text: '', links: [] })).toThrow('cannot hold');
});
