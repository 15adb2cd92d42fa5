import { expect, test } from 'vitest';
import { places, read, type Sources } from './sources.ts';

/** What opens a sealed value or makes a proof, and the files that may write it. Their docstrings say the same. */
const MAKERS: { what: string; pattern: RegExp; files: RegExp }[] = [
  { what: 'unseal', pattern: /\bunseal\b/, files: /^src\/(gateway\/release|platform\/personal)\.ts$/ },
  { what: 'Released.make', pattern: /\bReleased\s*\.\s*make\b/, files: /^src\/gateway\/release\.ts$/ },
  { what: 'MailCause.of', pattern: /\bMailCause\s*\.\s*of\b/, files: /^src\/platform\/http\/mount\.ts$/ },
  { what: 'OptIn.from', pattern: /\bOptIn\s*\.\s*from\b/, files: /^src\/consent\/opt-in\.ts$/ },
  {
    what: 'LiveProcessor.from',
    pattern: /\bLiveProcessor\s*\.\s*from\b/,
    files: /^src\/gateway\/find-processors\.ts$/,
  },
  {
    what: 'a cast to one',
    pattern: /\b(as|satisfies)\s+(readonly\s+)?(Personal|Released|Written|OptIn|LiveProcessor|ApprovedOrder|Safe)\b/,
    files: /^src\/gateway\//,
  },
  // Taken off its class, a maker would go by another name.
  {
    what: 'a maker under another name',
    pattern:
      /(=\s*(Personal|Released|OptIn|LiveProcessor)\s*(;|,|$)|\b(Personal|Released|OptIn|LiveProcessor)\s*(\[(?!\])|\?\.|as\b))/,
    files: /^$/,
  },
];

const COMMENT = /^\S+ (\/?\*|\/\/)/;

const tree = read('src/**/*.{ts,tsx}', 'bin/**/*.ts', 'prisma/*.ts');

const breaches = (sources: Sources): string[] =>
  MAKERS.flatMap(({ what, pattern, files }) => {
    const others = new Map([...sources].filter(([path]) => !files.test(path)));
    return places(others, pattern)
      .filter((place) => !COMMENT.test(place))
      .map((place) => `${what}: ${place}`);
  });

test('sealed values open, and proofs are made, only where it is written that they are', () => {
  expect(breaches(tree)).toEqual([]);
});

test.each([
  ['src/accounts/mails.ts', 'const email = Personal.unseal(person.email);', 'unseal'],
  ['src/rooms/routes.ts', 'const { unseal: open } = Personal;', 'unseal'],
  ['src/webinars/pages.ts', "const name = Released.make('self', 'Ada', { about: 'ada', to: 'ada' });", 'Released.make'],
  ['src/gateway/address-letter.ts', 'const to = Released.make(one, two, three);', 'Released.make'],
  ['src/surveys/routes.ts', 'const cause = MailCause.of(visit, route);', 'MailCause.of'],
  ['src/webinars/share.ts', 'const proof = OptIn.from(event);', 'OptIn.from'],
  ['src/gateway/hold-letters.ts', 'const proof = LiveProcessor.from(row);', 'LiveProcessor.from'],
  ['src/site/routes.ts', "const name = row.name as Released<'self'>;", 'a cast to one'],
  ['src/rooms/room.ts', "const name = { value: 'Ada' } as Personal<'name'>;", 'a cast to one'],
  ['src/webinars/pages.ts', "const open = Personal['unseal'];", 'a maker under another name'],
  ['src/consent/decide.ts', 'const Proof = OptIn;', 'a maker under another name'],
])('%s with %s is caught', (file, line, what) => {
  const planted = new Map(tree).set(file, `${tree.get(file) ?? ''}\n${line}\n`);
  expect(breaches(planted).map((each) => each.split(':')[0])).toContain(what);
});
