import { expect, test } from 'vitest';
import { places, read } from './sources.ts';

const code = read('src/**/*.{ts,tsx}', 'bin/**/*.{ts,mjs}', 'prisma/*.ts');
const ours = read('src/**/*.{ts,tsx}', 'views/**/*.hbs', 'public/css/**/*.css', 'public/js/**/*.js', 'public/**/*.svg');

/** Longer than this and a file tells more than one story. */
const MOST_LINES = 300;

/** Lines that need what is forbidden elsewhere, each with its reason. */
const REASONED: { place: RegExp; because: string }[] = [
  {
    place: /^test\/gateway\/does-not-compile\.(test\.)?ts:/,
    because: 'leaks, each of which the compiler has to refuse',
  },
  {
    place: /^views\/partials\/choices\.hbs:\d+ .*policies\.google\.com\/technologies\/ads/,
    because: 'the way out that PP-02.6 promises; a link that only a person follows',
  },
  {
    place: /^views\/mails\/issue\.(html|txt)\.hbs:\d+ \{\{\{written\.(html|text)\}\}\}$/,
    because: 'our own rendering of what staff wrote, which knows no tag but its own, or plain text',
  },
  { place: /^src\/sfu\/codecs\.ts:\d+ .*ietf\.org\/id\//, because: 'names of header extensions, which nobody fetches' },
];

const unreasoned = (found: string[]) => found.filter((line) => !REASONED.some(({ place }) => place.test(line)));

test('no source file is longer than 300 lines', () => {
  const all = read('{src,bin,test,prisma}/**/*.{ts,tsx,mjs}', 'views/**/*.hbs', 'public/css/**/*.css');
  const long = [...all].map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }));

  expect(long.filter(({ lines }) => lines > MOST_LINES)).toEqual([]);
});

test('no template writes unescaped text', () => {
  expect(unreasoned(places(read('views/**/*.hbs'), /\{\{\{|\{\{~?\s*&/))).toEqual([]);
});

test('chance comes from node:crypto', () => {
  expect(unreasoned(places(code, /Math\.random/))).toEqual([]);
});

test('queries are built by Prisma or tagged, never joined from strings', () => {
  expect(unreasoned(places(code, /\$(query|execute)RawUnsafe/))).toEqual([]);
});

test('text becomes text in a browser, never markup', () => {
  expect(unreasoned(places(code, /innerHTML|outerHTML|insertAdjacentHTML|document\.write\b/i))).toEqual([]);
});

test('nothing switches a check off', () => {
  const checks =
    /@ts-(ignore|expect-error|nocheck)|(biome|oxlint|eslint)-(ignore|disable)|as unknown as|\bas any\b|\.(skip|only|todo)\(/;
  const checked = read('{src,bin,prisma,test}/**/*.{ts,tsx,mjs}');
  expect(unreasoned(places(checked, checks)).filter((line) => !line.startsWith('test/house/'))).toEqual([]);
});

test('no page, style or source names a foreign host', () => {
  const host =
    /(?<![\w.])(?:https?:|wss?:)?\/\/(?!localhost\b|127\.0\.0\.1\b|www\.w3\.org\/|\$\{|\{\{)[\w-]+(?:\.[\w-]+)+/;
  const reserved = /\.(?:example|test|invalid|localhost)\b|example\.(?:com|org|net)\b/;
  expect(unreasoned(places(ours, host).filter((line) => !reserved.test(line)))).toEqual([]);
});

test('links in letters and redirects start with our own address, never with one the request names', () => {
  expect(
    places(code, /headers\.host\b|headers\[['"](x-forwarded-)?host['"]\]/i).filter((line) => !HOST_READERS.test(line)),
  ).toEqual([]);
});

/** The same-origin guard compares Host with Origin; it answers no link. */
const HOST_READERS = /^src\/platform\/http\/same-origin\.ts:/;
