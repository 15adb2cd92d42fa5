import { expect, test } from 'vitest';
import { line } from '#src/platform/fields.ts';

const name = line('Enter your name.', 60);

test.each(['Ada Okafor', 'Chloé', '李小龙', 'Ольга', 'علی\u200cرضا', '👩‍🚀', '-', 'O’Neill'])(
  '%s is a name',
  (typed) => {
    expect(name.parse(` ${typed} `)).toBe(typed);
  },
);

test.each(['', '  ', '\u200b', '\u2060\ufeff', '\u00ad', '\u3164', '\u2800', '\u200d\u200d'])(
  'a name that nobody can see (%j) is none',
  (typed) => {
    expect(name.safeParse(typed).error?.issues[0]?.message).toBe('Enter your name.');
  },
);

test.each(['\u202eadA', 'Ada\u2066', 'Ada\u0085Okafor', 'Ada\u0000'])('%j would look like something else', (typed) => {
  expect(name.safeParse(typed).error?.issues[0]?.message).toBe('Remove the invisible characters.');
});
