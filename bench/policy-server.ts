import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cast, castPassword, webinars } from '../prisma/cast.ts';
import { hashPassword } from '../src/accounts/hash-password.ts';
import { readConfig } from '../src/platform/config.ts';
import { type AttendeeId, newId, type PersonId } from '../src/platform/ids.ts';
import { openLog } from '../src/platform/log.ts';
import { seal } from '../src/platform/personal.ts';
import { issueToken } from '../src/rooms/join-token.ts';
import { startServer } from '../src/server.ts';
import { schedule } from '../src/webinars/schedule.ts';
import { Client } from '../test/support/client.ts';
import { freePort } from '../test/support/free-port.ts';
import { personIn } from '../test/support/people.ts';

export type PolicyHello = { url: string; cookie: string; hostToken: string; guestTokens: string[] };

export const GUESTS = 200;

/** The whole product with Ada, who is signed in and has one webinar, and a hall of guests with tokens for it. */
const folder = mkdtempSync(join(tmpdir(), 'anymeeting-bench-'));
const env = { DATA_DIR: folder, MEDIA_WORKERS: '1', LOG_LEVEL: 'warn', PORT: `${await freePort()}` };
const server = await startServer({ ...readConfig(env), MEDIA_PORT: 0 }, { log: openLog('warn') });
const { parts, url } = server;

process.on('disconnect', () => void stop());
const ada = await personIn(parts.db, 'ada');
await parts.db.person.update({ where: { id: ada }, data: { passwordHash: await hashPassword(castPassword) } });
await releaseBeforehand(ada);
const webinar = await schedule(parts, ada, tomorrow());
process.send?.({
  url,
  cookie: await cookieOf(cast.ada.email),
  hostToken: tokenFor('host', ada),
  guestTokens: Array.from({ length: GUESTS }, () => tokenFor('attendee')),
} satisfies PolicyHello);

/** The first release, which a webinar must point at; without the gateway nobody else writes one. */
async function releaseBeforehand(subject: PersonId): Promise<void> {
  const at = new Date();
  await parts.db.release.create({
    data: {
      at,
      visibleAfter: at,
      rule: 'name-host',
      clauseId: 'PP-03.4',
      policyVersionId: 1,
      subject,
      category: 'name',
      purpose: 'conferencing',
      recipientKind: 'participants',
      recipientId: 'bench',
      proofKind: 'service',
      proofRef: 'bench',
    },
  });
}

function tomorrow() {
  const { title, description, lengthMinutes } = webinars.mushrooms;
  const date = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return { title, description, date, time: '12:00', timeZone: 'UTC', lengthMinutes };
}

async function cookieOf(email: string): Promise<string> {
  const client = new Client(url);
  const { status } = await client.post('/sign-in', { email, password: castPassword });
  if (status !== 303) throw new Error(`Ada could not sign in: ${status}.`);
  return [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function tokenFor(role: 'host' | 'attendee', personId?: PersonId): string {
  const attendeeId = newId<AttendeeId>();
  const guest = {
    agePassedAt: Date.now(),
    name: seal('name', 'A guest', { about: attendeeId, under: 1, via: 'form' }),
  };
  const who = personId === undefined ? guest : { personId };
  return issueToken(parts, { webinarId: webinar.id, attendeeId, role, ...who });
}

async function stop(): Promise<void> {
  await server.close();
  rmSync(folder, { recursive: true });
  process.exit();
}
