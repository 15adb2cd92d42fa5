import fc from 'fast-check';
import { expect, test } from 'vitest';
import { showOwn } from '#src/gateway/release.ts';
import type { AttendeeId, PersonId, WebinarId } from '#src/platform/ids.ts';
import { attendeeOf, type Claims, issueToken, readToken } from '#src/rooms/join-token.ts';
import { sealedName } from '#test/support/open-names.ts';

const secrets = { join: 'the secret of this house, long enough' };
const noon = new Date('2026-12-08T12:00Z');
const at = (date: Date) => ({ secrets, clock: () => date });
const hoursLater = (hours: number) => new Date(noon.getTime() + hours * 3_600_000);

const chloe: Claims = {
  webinarId: 'mushrooms' as WebinarId,
  attendeeId: 'chloe' as AttendeeId,
  personId: 'person' as PersonId,
  role: 'attendee',
};

test('a token says who somebody is, for twelve hours', () => {
  const token = issueToken(at(noon), chloe);

  expect(readToken(at(noon), token)).toEqual(chloe);
  expect(readToken(at(hoursLater(11.99)), token)).toEqual(chloe);
  expect(readToken(at(hoursLater(12)), token)).toBeUndefined();
});

test('the token of a guest carries their name, sealed again when it is read; a member is known by their account', () => {
  const noor: Claims = {
    webinarId: 'mushrooms' as WebinarId,
    attendeeId: 'noor' as AttendeeId,
    name: sealedName('Noor', 'noor'),
    role: 'attendee',
    agePassedAt: 0,
  };
  const name = readToken(at(noon), issueToken(at(noon), noor))?.name;

  expect(name).toMatchObject({ category: 'name', about: 'noor', under: 1, via: 'form' });
  expect(name && showOwn(name, 'noor').value).toBe('Noor');
  expect(readToken(at(noon), issueToken(at(noon), chloe))?.name).toBeUndefined();
});

test('a token of another house opens nothing', () => {
  const token = issueToken({ ...at(noon), secrets: { join: 'another secret' } }, chloe);
  expect(readToken(at(noon), token)).toBeUndefined();
});

test('no letter of a token can be changed', () => {
  const token = issueToken(at(noon), chloe);

  fc.assert(
    fc.property(
      fc.nat(token.length - 1),
      fc.string({ unit: 'binary', minLength: 0, maxLength: 2 }),
      (place, letters) => {
        const altered = token.slice(0, place) + letters + token.slice(place + 1);
        fc.pre(altered !== token);
        expect(readToken(at(noon), altered)).toBeUndefined();
      },
    ),
    { numRuns: 500 },
  );
});

test('what is no token at all is read without a fuss', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(readToken(at(noon), value)).toBeUndefined();
    }),
  );
});

test('a person is the same attendee after every reload, and another one in another webinar', () => {
  const [here, there] = ['mushrooms', 'bread'] as WebinarId[];
  const personId = 'person' as PersonId;
  const of = (webinarId: WebinarId | undefined) => attendeeOf(secrets, { webinarId: webinarId as WebinarId, personId });

  expect(of(here)).toBe(of(here));
  expect(of(here)).not.toBe(of(there));
  expect(of(here)).toMatch(/^[0-9a-f]{32}$/);
});
