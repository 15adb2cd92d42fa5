import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { openDb } from '#src/platform/db.ts';
import type { WebinarCode } from '#src/platform/ids.ts';
import { migrate, migrationsFolder } from '#src/platform/migrate.ts';
import { livePolicy } from '#src/policy/policy.ts';
import { webinarByCode } from '#src/webinars/find-webinar.ts';
import { emptyDatabase } from '#test/support/database.ts';

const ADA = '11111111-1111-4111-8111-111111111111';
const MUSHROOMS = '22222222-2222-4222-8222-222222222222';

/** A site as it was before anything personal was sealed: a policy without counted rules, Ada, and a webinar of hers. */
const BEFORE = `
  INSERT INTO "PolicyVersion" ("id", "publishedAt", "effectiveAt", "lastModified", "bodySha256", "body")
    VALUES (1, '2026-03-01T12:00Z', '2026-03-01T12:00Z', '2026-03-01', repeat('a', 64), '[]');
  INSERT INTO "Person" ("id", "name", "email", "howHeard", "timeZone", "passwordHash", "policyVersionId", "createdAt")
    VALUES ('${ADA}', 'Ada Okafor', 'ada@anymeeting.example', 'A friend', 'Europe/Paris', 'none', 1, '2026-03-02T12:00Z');
  INSERT INTO "Webinar" ("id", "code", "hostId", "title", "description", "startsLocal", "timeZone", "startsAt",
                         "lengthMinutes", "createdAt")
    VALUES ('${MUSHROOMS}', 'abcde-fghjk', '${ADA}', 'Mushrooms', '', '2026-04-01T18:00', 'Europe/Paris',
            '2026-04-01T16:00Z', 60, '2026-03-03T12:00Z')`;

test('a site of before goes on after the upgrade: its webinars name their hosts, and its policy allows what it says', async () => {
  const { ownerUrl, drop } = await emptyDatabase();
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  const earlier = mkdtempSync(join(tmpdir(), 'anymeeting-earlier-'));
  for (const name of readdirSync(migrationsFolder).filter((each) => each < '20261122190000'))
    cpSync(join(migrationsFolder, name), join(earlier, name), { recursive: true });

  await migrate(owner, earlier);
  await owner.query(BEFORE);
  await migrate(owner);
  const db = openDb(ownerUrl);

  const { allowed } = await livePolicy({ db, clock: () => new Date('2026-03-20T12:00Z') });
  expect(allowed).toContain('name conferencing participants service PP-03.4');
  expect(allowed).not.toContain('email conferencing participants service PP-03.4');
  const { hostName } = await webinarByCode({ db }, 'abcde-fghjk' as WebinarCode);
  expect(hostName.value).toBe('Ada Okafor');
  expect(await db.release.findMany({ select: { subject: true, recipientId: true, rule: true } })).toEqual([
    { subject: ADA, recipientId: MUSHROOMS, rule: 'name-host' },
  ]);

  await db.close();
  await owner.end();
  await drop();
  rmSync(earlier, { recursive: true });
});
