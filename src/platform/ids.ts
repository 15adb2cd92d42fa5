import { randomBytes, randomUUID } from 'node:crypto';

type Branded<Name extends string> = string & { readonly __brand: Name };

export type PersonId = Branded<'PersonId'>;
export type WebinarId = Branded<'WebinarId'>;
/** The public handle of a webinar: it stands in its address, says nothing about it and cannot be guessed. */
export type WebinarCode = Branded<'WebinarCode'>;
/** The public handle of a survey, made like that of a webinar. */
export type SurveyCode = Branded<'SurveyCode'>;
/** One attendee of one live room, known to the others by this and nothing else. */
export type AttendeeId = Branded<'AttendeeId'>;

export const newId = <Id extends string>(): Id => randomUUID() as string as Id;

/** Crockford's letters: no i, l, o or u, so that a code survives being read aloud. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ten letters of 5 bits: 50 bits, in two groups a person can copy by hand. */
export function newWebinarCode(): WebinarCode {
  const letters = Array.from(randomBytes(10), (byte) => ALPHABET[byte & 31]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}` as WebinarCode;
}

export const newSurveyCode = (): SurveyCode => newWebinarCode() as string as SurveyCode;

/** 256 random bits for links that are mailed; only their hash is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');
