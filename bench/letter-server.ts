import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cast, castPassword } from '../prisma/cast.ts';
import { hashPassword } from '../src/accounts/hash-password.ts';
import { addRelay } from '../src/gateway/add-processor.ts';
import { addressHash } from '../src/letters/address-hash.ts';
import { makeMould, pour } from '../src/letters/mould.ts';
import { composeIssue } from '../src/mailings/compose-issue.ts';
import { scheduleIssue } from '../src/mailings/schedule-issue.ts';
import { writeIssue } from '../src/mailings/write-issue.ts';
import { readConfig } from '../src/platform/config.ts';
import { openLog } from '../src/platform/log.ts';
import { startServer } from '../src/server.ts';
import { Client } from '../test/support/client.ts';
import { freePort } from '../test/support/free-port.ts';
import { personIn } from '../test/support/people.ts';
import type { HallHello } from './chat.ts';
import { openHall } from './hall.ts';

export type LetterTask = { sink: string; people: number; connections: number };
export type LetterHello = HallHello & { cookie: string; letter: string };

/** Each may write a line in two seconds. */
const GUESTS = 60;

const task = await new Promise<LetterTask>((resolve) => process.once('message', resolve));

/** The whole product with that many readers, the sink for its relay, and an issue that leaves when we are told. */
const folder = mkdtempSync(join(tmpdir(), 'anymeeting-bench-'));
const env = {
  ...{ DATA_DIR: folder, MEDIA_WORKERS: '1', LOG_LEVEL: 'warn', PORT: `${await freePort()}` },
  ...{ SMTP_URL: task.sink, MAIL_CONNECTIONS: `${task.connections}` },
};
const server = await startServer({ ...readConfig(env), MEDIA_PORT: 0 }, { log: openLog('warn') });
const { parts, url } = server;
process.on('disconnect', () => void stop());

await addRelay(parts, {
  name: 'The sink',
  hosts: [new URL(task.sink).host],
  purposes: ['conferencing', 'periodic_email'],
  categories: ['email'],
  agreementSha256: '0'.repeat(64),
  signedAt: new Date(Date.now() - 1000),
  validUntil: new Date(Date.now() + 24 * 60 * 60 * 1000),
});
const dev = await personIn(parts.db, 'dev');
await parts.db.person.update({ where: { id: dev }, data: { passwordHash: await hashPassword(castPassword) } });
for (let from = 0; from < task.people; from += 5_000) await addReaders(from, Math.min(task.people, from + 5_000));

const words = {
  stream: 'news' as const,
  title: 'What is new this month',
  markdown: `## Rooms\n\n${'Rooms open faster, and whoever comes late sees what was written before. '.repeat(12)}\n\n- [Read more](https://example.org/rooms)\n- [What we keep](https://example.org/privacy)\n\n${'Write to us what you miss. '.repeat(40)}`,
};
const issueId = await writeIssue(parts, words, dev);
process.on('message', () => void scheduleIssue(parts, { id: issueId, by: dev, at: undefined }));
process.send?.({
  ...{ url, cookie: await cookieOf(cast.dev.email), letter: await letterOf() },
  ...(await openHall(parts, await personIn(parts.db, 'ada'), GUESTS)),
} satisfies LetterHello);

async function addReaders(from: number, to: number): Promise<void> {
  const at = new Date();
  const emails = Array.from({ length: to - from }, (_, index) => `reader${from + index}@example.org`);
  await parts.db.subscriber.createMany({
    data: emails.map((email) => ({
      ...{ id: randomUUID(), email, addressHash: addressHash(parts, email), policyVersionId: 1 },
      ...{ agePassedAt: at, createdAt: at },
    })),
  });
  for (const act of ['requested', 'confirmed'] as const)
    await parts.db.mailEvent.createMany({
      data: emails.map((email) => ({
        ...{ addressHash: addressHash(parts, email), stream: 'news', act, source: 'bench', tokenHash: 'bench', at },
      })),
    });
}

/** One of the letters, byte for byte. */
async function letterOf(): Promise<string> {
  const composed = await composeIssue(parts, words);
  const mould = await makeMould(parts, { ...composed, stream: 'news', class: 'periodic' });
  return pour(mould, {
    ...{ address: 'reader1@example.org', messageId: `<${'m'.repeat(43)}@localhost>`, date: new Date() },
    ...{ unsubscribeToken: 'u'.repeat(66), link: 'l'.repeat(43) },
  }).toString('latin1');
}

async function cookieOf(email: string): Promise<string> {
  const client = new Client(url);
  const { status } = await client.post('/sign-in', { email, password: castPassword });
  if (status !== 303) throw new Error(`Dev could not sign in: ${status}.`);
  return [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

async function stop(): Promise<void> {
  await server.close();
  rmSync(folder, { recursive: true });
  process.exit();
}
