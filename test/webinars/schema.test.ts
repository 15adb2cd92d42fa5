import { expect, test } from 'vitest';
import { webinars } from '#prisma/cast.ts';
import { WebinarForm, WebinarPlace } from '#src/webinars/schema.ts';

const typed = {
  title: webinars.mushrooms.title,
  description: webinars.mushrooms.description,
  date: '2026-12-01',
  time: '18:00',
  timeZone: 'Europe/Paris',
  lengthMinutes: '60',
};

test('a form that is filled in is taken as it was typed, without the spaces around it', () => {
  expect(WebinarForm.parse({ ...typed, title: `  ${typed.title} ` })).toEqual({ ...typed, lengthMinutes: 60 });
});

const wrong: [field: string, value: unknown, sentence: RegExp][] = [
  ['title', '', /Give your webinar a title/],
  ['title', ' ', /Give your webinar a title/],
  ['title', 'ab', /at least 3/],
  ['title', 'a'.repeat(121), /120 characters/],
  ['title', 'two\nlines', /one line/],
  ['title', 'bell \u0007', /invisible/],
  ['title', ['a', 'b'], /Give your webinar a title/],
  ['description', 'a'.repeat(4001), /4000 characters/],
  ['date', '', /Choose a day/],
  ['date', '2026-02-30', /exists/],
  ['date', '1.12.2026', /exists/],
  ['date', '+012026-12-01', /exists/],
  ['time', '', /Enter a time/],
  ['time', '24:00', /00:00 to 23:59/],
  ['time', '18:00:30', /00:00 to 23:59/],
  ['timeZone', 'Europe/Atlantis', /from the list/],
  ['timeZone', '+01:00', /from the list/],
  ['lengthMinutes', '', /whole minutes/],
  ['lengthMinutes', '4', /from 5 to 720/],
  ['lengthMinutes', '721', /from 5 to 720/],
  ['lengthMinutes', '1e2', /whole minutes/],
  ['lengthMinutes', '0x3c', /whole minutes/],
  ['hostId', 'ada', /Unrecognized/],
];

test.each(wrong)('%s of %j is refused in words', (field, value, sentence) => {
  const result = WebinarForm.safeParse({ ...typed, [field]: value });
  expect(result.error?.issues[0]?.message).toMatch(sentence);
});

test('only a code of ours is a place', () => {
  const codes = ['0aq8z-vtn3k', '0AQ8Z-VTN3K', '0aq8zvtn3k', '0aq8z-vtn3u', '../../etc', ''];
  expect(codes.filter((code) => WebinarPlace.safeParse({ code }).success)).toEqual(['0aq8z-vtn3k']);
});
