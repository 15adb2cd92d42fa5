import { expect, test } from 'vitest';
import { asCsv } from '#src/platform/http/csv.ts';

test('a table begins with the mark of its alphabet, and every row ends as spreadsheets expect', () => {
  expect(
    asCsv([
      ['Name', 'Minutes'],
      ['Chloé', 45],
      ['Noor', null],
    ]),
  ).toBe('\uFEFF"Name","Minutes"\r\n"Chloé","45"\r\n"Noor",""\r\n');
});

test('what would be a formula is text, and quotes, commas and lines stay inside their cell', () => {
  const cells = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', 'a"b', 'a,b', 'a\nb', 'a=b'];
  expect(asCsv([cells])).toBe(`\uFEFF"'=1+1","'+1","'-1","'@x","'\tx","'\rx","a""b","a,b","a\nb","a=b"\r\n`);
  const wide = ['\n=1+1', '＝1+1', '＋1', '－1', '＠x'];
  expect(asCsv([wide])).toBe(`\uFEFF${wide.map((cell) => `"'${cell}"`).join(',')}\r\n`);
});
