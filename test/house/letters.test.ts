import { expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import { read } from './sources.ts';

const sources = read('src/**/*.ts');
const imports = importsOf(sources);
/** Files of the house that need one of these, by the start of its name. */
const needing = (...names: string[]) => [
  ...new Set(imports.filter(({ to }) => names.some((name) => to.startsWith(name))).map(({ from }) => from)),
];
const saying = (words: RegExp) => [...sources].filter(([, text]) => words.test(text)).map(([path]) => path);

const TOP = /^src\/(server|app|main|postman)\.ts$/;

test('the mail packages are known to platform only', () => {
  expect(
    needing('nodemailer', 'smtp-server', 'mailparser').filter((path) => !path.startsWith('src/platform/')),
  ).toEqual([]);
});

test('a letter is written by one file and made into bytes by one file', () => {
  expect(saying(/\bviews\s*\.letter\(|\{[^}]*\bletter\b[^}]*\} = [^;]*\bviews\b/)).toEqual([
    'src/letters/compose-letter.ts',
  ]);
  expect(needing('src/platform/mime.ts')).toEqual(['src/letters/mould.ts']);
  expect(
    needing('src/letters/compose-letter.ts').filter(
      (path) => !/^src\/(letters|mailings)\/|^src\/site\/samples\.ts$/.test(path),
    ),
  ).toEqual([]);
});

test('nothing but letters hands mail over', () => {
  const handing = needing('src/platform/smtp.ts', 'src/platform/mail.ts', 'src/platform/carriers.ts');
  expect(handing.filter((path) => !TOP.test(path) && !/^src\/(letters|platform)\//.test(path))).toEqual([]);
  expect(saying(/\bmail\s*\.send\(/).filter((path) => !/^src\/(letters|platform)\//.test(path))).toEqual([]);
});

test('a letter is put into the outbox by letters only', () => {
  const writing = /\b(?:outbox|letter)\s*\.(?:create|createMany|createManyAndReturn|upsert|update|updateMany)\(/;
  expect(
    saying(writing).filter((path) => !path.startsWith('src/letters/') && !path.startsWith('src/platform/generated/')),
  ).toEqual([]);
});

test('a blank is filled by letters, and nobody else opens what is between its marks', () => {
  expect(saying(/\\uE000|\\uE001|\uE000|\uE001/).filter((path) => !path.startsWith('src/letters/'))).toEqual([]);
});

test('whoever is written to in bulk has come through the gate', () => {
  expect(saying(/\bConsenting\.make\(/)).toEqual(['src/letters/consenting.ts']);
  expect(needing('src/letters/queue-letters.ts')).toEqual(['src/letters/queue-issue.ts']);
});

/** Who may say it, beside the two files that say what it means. */
const SAYING = {
  'that a flood must not keep a letter from somebody': {
    words: /\bassured\b/,
    files: /^src\/(accounts\/mails|support\/ask-question|mailings\/test-issue)\.ts$/,
  },
  'that no visit caused a letter': {
    // Advertising has an adapter of that name.
    words: /'house'/,
    files: /^src\/(jobs|surveys\/tell-winners)\.ts$|^src\/(ads\/|platform\/config\.ts)/,
  },
};
const MEANING = /^src\/letters\/(limit|write)-letters?\.ts$/;

/** What reaches past the limits against mail bombs, and the files that have no business with it. */
const reachingPast = (files: ReadonlyMap<string, string>) =>
  Object.entries(SAYING).flatMap(([what, { words, files: allowed }]) =>
    [...files]
      .filter(([path, text]) => words.test(text) && !allowed.test(path) && !MEANING.test(path))
      .map(([path]) => `${path} says ${what}`),
  );

test('only a few files may say that a letter is not counted, or counted apart', () => {
  expect(reachingPast(sources)).toEqual([]);
});

test.each([
  ['src/surveys/enter-survey.ts', "{ cause, assured: 'own' }", 'that a flood must not keep a letter from somebody'],
  ['src/mailings/subscribe.ts', "{ cause: 'house' }", 'that no visit caused a letter'],
  ['src/accounts/mails.ts', "{ cause: 'house' }", 'that no visit caused a letter'],
])('%s with %s is caught', (path, line, what) => {
  const planted = new Map(sources).set(path, `${sources.get(path) ?? ''}\n${line}\n`);
  expect(reachingPast(planted)).toEqual([`${path} says ${what}`]);
});
