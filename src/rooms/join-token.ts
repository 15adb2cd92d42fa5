import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { showOwn } from '../gateway/release.ts';
import type { Clock } from '../platform/clock.ts';
import type { AttendeeId, PersonId, WebinarId } from '../platform/ids.ts';
import { type Personal, seal } from '../platform/personal.ts';
import type { Secrets } from '../platform/secrets.ts';

/** Who somebody is in one room. `panelist` is not here: the host grants it live, and the room remembers it. */
export type Claims = {
  webinarId: WebinarId;
  attendeeId: AttendeeId;
  personId?: PersonId | undefined;
  /** A guest's. A member's is read from their account when they connect, so that it is the present one. */
  name?: Personal<'name'> | undefined;
  role: 'host' | 'attendee';
  /** The name of the session in which a member took this place; with that session the place ends. */
  session?: string | undefined;
  /** When a guest passed the age question, in milliseconds since 1970. A member passed it on registering. */
  agePassedAt?: number | undefined;
};

type Parts = { secrets: Pick<Secrets, 'join'>; clock: Clock };

/** As long as the longest webinar and its green room. A shorter one ends while people talk; a longer one lies around. */
export const TOKEN_SECONDS = 12 * 60 * 60;

/** Of the payload. Tokens of another shape open nothing: their guests come in by the door once more. */
const VERSION = '2';
const LONGEST_TOKEN = 2000;

const Payload = z.strictObject({
  webinarId: z.string(),
  attendeeId: z.string(),
  personId: z.string().optional(),
  guest: z.strictObject({ name: z.string(), under: z.int() }).optional(),
  role: z.enum(['host', 'attendee']),
  session: z.string().optional(),
  agePassedAt: z.int().optional(),
  expiresAt: z.int(),
});

/** Signs who somebody is, for one room and 12 hours. What is in it can be read by whoever holds it: their own name. */
export function issueToken({ secrets, clock }: Parts, { name, ...claims }: Claims): string {
  const expiresAt = clock().getTime() + TOKEN_SECONDS * 1000;
  const guest = name && { name: showOwn(name, name.about).value, under: name.under };
  const payload = Buffer.from(JSON.stringify({ ...claims, guest, expiresAt })).toString('base64url');
  return `${VERSION}.${payload}.${signature(secrets, payload).toString('base64url')}`;
}

/**
 * The claims of a token that we signed and that has not expired; `undefined` for anything else, and for a guest who was
 * never asked their age (PP-13.2).
 */
export function readToken({ secrets, clock }: Parts, token: unknown): Claims | undefined {
  if (typeof token !== 'string' || token.length > LONGEST_TOKEN) return undefined;

  const [version, payload = '', signed = '', ...rest] = token.split('.');
  if (version !== VERSION || rest.length > 0 || !isEqual(signature(secrets, payload), signed)) return undefined;

  const { expiresAt, guest, ...claims } = Payload.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  if (expiresAt <= clock().getTime()) return undefined;
  if (claims.personId === undefined && claims.agePassedAt === undefined) return undefined;
  const origin = { about: claims.attendeeId, via: 'form' as const };
  return { ...claims, name: guest && seal('name', guest.name, { ...origin, under: guest.under }) } as Claims;
}

/**
 * The same person is the same attendee in every tab and after every reload of one webinar, and nobody who sees the id
 * can tell that they are the same person in another.
 */
export function attendeeOf(
  secrets: Pick<Secrets, 'join'>,
  { webinarId, personId }: { webinarId: WebinarId; personId: PersonId },
) {
  const hash = createHmac('sha256', secrets.join).update(`attendee ${webinarId} ${personId}`).digest('hex');
  return hash.slice(0, 32) as AttendeeId;
}

const signature = (secrets: Pick<Secrets, 'join'>, payload: string): Buffer =>
  createHmac('sha256', secrets.join).update(`token ${VERSION} ${payload}`).digest();

function isEqual(expected: Buffer, signed: string): boolean {
  const given = Buffer.from(signed, 'base64url');
  // The text must match too: base64url decoding overlooks stray characters, and one token should have one spelling.
  return (
    given.length === expected.length && timingSafeEqual(given, expected) && expected.toString('base64url') === signed
  );
}
