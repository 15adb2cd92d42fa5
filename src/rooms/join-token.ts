import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { AttendeeId, PersonId, WebinarId } from '../platform/ids.ts';
import type { Secrets } from '../platform/secrets.ts';

/** Who somebody is in one room. `panelist` is not here: the host grants it live, and the room remembers it. */
export type Claims = {
  webinarId: WebinarId;
  attendeeId: AttendeeId;
  personId?: PersonId | undefined;
  name: string;
  role: 'host' | 'attendee';
  /** The name of the session in which a member took this place; with that session the place ends. */
  session?: string | undefined;
};

type Parts = { secrets: Pick<Secrets, 'join'>; clock: Clock };

/** As long as the longest webinar and its green room. A shorter one ends while people talk; a longer one lies around. */
export const TOKEN_SECONDS = 12 * 60 * 60;

const VERSION = '1';
const LONGEST_TOKEN = 2000;

const Payload = z.strictObject({
  webinarId: z.string(),
  attendeeId: z.string(),
  personId: z.string().optional(),
  name: z.string(),
  role: z.enum(['host', 'attendee']),
  session: z.string().optional(),
  expiresAt: z.int(),
});

/** Signs who somebody is, for one room and 12 hours. What is in it can be read by whoever holds it: their own name. */
export function issueToken({ secrets, clock }: Parts, claims: Claims): string {
  const expiresAt = clock().getTime() + TOKEN_SECONDS * 1000;
  const payload = Buffer.from(JSON.stringify({ ...claims, expiresAt })).toString('base64url');
  return `${VERSION}.${payload}.${signature(secrets, payload).toString('base64url')}`;
}

/** The claims of a token that we signed and that has not expired; `undefined` for anything else. */
export function readToken({ secrets, clock }: Parts, token: unknown): Claims | undefined {
  if (typeof token !== 'string' || token.length > LONGEST_TOKEN) return undefined;

  const [version, payload = '', signed = '', ...rest] = token.split('.');
  if (version !== VERSION || rest.length > 0 || !isEqual(signature(secrets, payload), signed)) return undefined;

  const { expiresAt, ...claims } = Payload.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  if (expiresAt <= clock().getTime()) return undefined;
  return claims as Claims;
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
