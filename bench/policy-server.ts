import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cast, castPassword } from '../prisma/cast.ts';
import { hashPassword } from '../src/accounts/hash-password.ts';
import { readConfig } from '../src/platform/config.ts';
import type { PersonId } from '../src/platform/ids.ts';
import { openLog } from '../src/platform/log.ts';
import { startServer } from '../src/server.ts';
import { Client } from '../test/support/client.ts';
import { freePort } from '../test/support/free-port.ts';
import { personIn } from '../test/support/people.ts';
import type { HallHello } from './chat.ts';
import { openHall } from './hall.ts';

export type PolicyHello = HallHello & { cookie: string };

const GUESTS = 200;

/** The whole product with Ada, who is signed in and has one webinar, and a hall of guests with tokens for it. */
const folder = mkdtempSync(join(tmpdir(), 'anymeeting-bench-'));
const env = { DATA_DIR: folder, MEDIA_WORKERS: '1', LOG_LEVEL: 'warn', PORT: `${await freePort()}` };
const server = await startServer({ ...readConfig(env), MEDIA_PORT: 0 }, { log: openLog('warn') });
const { parts, url } = server;

process.on('disconnect', () => void stop());
const ada = await personIn(parts.db, 'ada');
await parts.db.person.update({ where: { id: ada }, data: { passwordHash: await hashPassword(castPassword) } });
await releaseBeforehand(ada);
process.send?.({
  url,
  cookie: await cookieOf(cast.ada.email),
  ...(await openHall(parts, ada, GUESTS)),
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

async function cookieOf(email: string): Promise<string> {
  const client = new Client(url);
  const { status } = await client.post('/sign-in', { email, password: castPassword });
  if (status !== 303) throw new Error(`Ada could not sign in: ${status}.`);
  return [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

async function stop(): Promise<void> {
  await server.close();
  rmSync(folder, { recursive: true });
  process.exit();
}
