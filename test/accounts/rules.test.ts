import { expect, test } from 'vitest';
import { cast, castPassword } from '#prisma/cast.ts';
import { passwordProblem, samePageOnly, sessionEnd, waitSeconds } from '#src/accounts/rules.ts';

const ada = { ...cast.ada, siteName: 'AnyMeeting' };

test.each([
  castPassword,
  'the kettle sings at nine',
  'Ein Fahrrad steht im Regen.',
  'велосипед под дождём',
  '自転車は雨の中に置いてあります',
  'Tr0ub4dor&3-is-not-enough',
  'xK9$mQ2vLp7!wRt4z',
  'my webinar dog eats straw',
  '839201746530912875',
])('%s is a password one can choose', (password) => {
  expect(passwordProblem(password, ada)).toBeUndefined();
});

test.each([
  ['1qaz2wsx3edc4rfv', 'lists'],
  ['passwordpassword', 'lists'],
  ['dragon123456789!', 'lists'],
  ['DRAGON123456789!', 'lists'],
  ['correct horse battery staple', 'lists'],
  ['aaaaaaaaaaaaaaaaaaaa', 'repeats'],
  ['abcabcabcabcabcabc', 'repeats'],
  ['mushrooms mushrooms', 'repeats'],
  ['abababcdcdcdabab', 'repeats'],
  ['zxcvbnmasdfghjkl', 'row of keys'],
  ['abcdefghijklmnopq', 'row of keys'],
  ['987654321098765', 'row of keys'],
  ['12345qwertyuiopasdf', 'row of keys'],
  ['Ada Okafor 1987!!', 'name'],
  ['ada@anymeeting.example', 'name'],
  ['AnyMeeting-webinar-2026', 'word of this site'],
  ['Ökafor Adá 2026 !!!!', 'name'],
])('%s is refused, and the sentence says why', (password, why) => {
  expect(passwordProblem(password, ada)).toContain(why);
});

test.each(['/', '/webinars', '/w/abcde-fghij?from=letter', '/account#devices', '/a//b', '/%2f/still-here', '/w/é'])(
  '%s is a page of this site',
  (next) => {
    const url = new URL(samePageOnly(next), 'http://localhost:3000');
    expect([url.origin, url.href]).toEqual(['http://localhost:3000', new URL(next, 'http://localhost:3000').href]);
  },
);

const elsewhere = [
  ...[
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '\\/evil.example',
  ],
  ...[
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/ /evil.example',
  ],
  ...['http://evil.example', 'https://evil.example', 'HTTPS://evil.example', 'http:evil.example', 'https:evil.example'],
  ...[
    'http:/evil.example',
    'https:///evil.example',
    'http:\\\\evil.example',
    'ftp://evil.example',
    'ws://evil.example',
  ],
  ...[
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc',
  ],
  ...[
    'mailto:a@evil.example',
    'blob:http://evil.example/x',
    'view-source:http://evil.example',
    'about:blank',
    'evil.example',
  ],
  ...[
    'www.evil.example/x',
    './x',
    '../x',
    '?next=//evil.example',
    '#//evil.example',
    '',
    '@evil.example',
    ':80//evil.example',
  ],
  ...['/.//evil.example', '/..//evil.example', '/x/..//evil.example', '/././/evil.example', '/%2e//evil.example'],
  ...[
    '/x/%2e%2e//evil.example',
    '/\u0000/evil.example',
    '/\u000b/evil.example',
    '/\u007f/evil.example',
    '/x\\..\\\\evil.example',
  ],
  ...[
    'http://localhost:3000@evil.example',
    '//localhost:3000@evil.example',
    '//evil.example/%2f..',
    'http://[::1',
    '/\\/evil.example',
  ],
];

test.each(elsewhere)('after signing in nobody is sent to %j', (next) => {
  const asBrowsersRead = new URL(samePageOnly(next), 'http://localhost:3000/sign-in');
  expect([samePageOnly(next), asBrowsersRead.origin]).toEqual(['/webinars', 'http://localhost:3000']);
});

test('at least fifty ways to another site were tried', () => {
  expect(new Set(elsewhere).size).toBeGreaterThanOrEqual(50);
});

test('the first five tries cost no time, then each waits longer, and nobody longer than 25 seconds', () => {
  const waits = [1, 5, 6, 7, 8, 9, 10, 11, 12, 500].map((tries) => waitSeconds(tries, 5));
  expect(waits).toEqual([0, 0, 1, 2, 4, 8, 16, 25, 25, 25]);
});

test('a session ends a week after its last use and a month after its first', () => {
  const start = new Date('2026-11-01T12:00Z');
  expect(sessionEnd(start, start)).toEqual(new Date('2026-11-08T12:00Z'));
  expect(sessionEnd(start, new Date('2026-11-20T12:00Z'))).toEqual(new Date('2026-11-27T12:00Z'));
  expect(sessionEnd(start, new Date('2026-11-30T12:00Z'))).toEqual(new Date('2026-12-01T12:00Z'));
});
