import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PersonId } from '#src/platform/ids.ts';
import { approvePolicy } from '#src/policy/approve-policy.ts';
import { combinationOf, combinationsOf, type RuleName, ruleNames } from '#src/policy/catalogue.ts';
import { listProposals } from '#src/policy/list-proposals.ts';
import {
  type Edition,
  latestPolicy,
  livePolicy,
  ownEdition,
  policyVersions,
  publishFirstPolicy,
} from '#src/policy/policy.ts';
import { proposePolicy } from '#src/policy/propose-policy.ts';
import { publishPolicy } from '#src/policy/publish-policy.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const START = '2026-11-22T10:00:00Z';
const EVE = '0192f0c1-0000-7000-8000-00000000000e' as PersonId;
const DEV = '0192f0c1-0000-7000-8000-00000000000d' as PersonId;

let database: FreshDatabase;
let now: Date;
const parts = () => ({ db: database.db, clock: () => now });
const later = (time: string) => {
  now = new Date(time);
};

beforeEach(async () => {
  database = await freshDatabase();
  later(START);
});
afterEach(() => database.drop());

/** What the software brings without one of its rules, so that the next edition can bring it back. */
const without = (rule: RuleName): Edition => ({
  ...ownEdition,
  allowed: combinationsOf(ruleNames.filter((name) => name !== rule)),
});
const reworded: Edition = {
  ...ownEdition,
  clauses: ownEdition.clauses.map((clause) =>
    clause.id === 'PP-09.1' ? { ...clause, sentence: 'We do not sell your personal information. Not ever.' } : clause,
  ),
};
const wanted = (edition: Edition, base = 1) => ({ edition, base, effectiveAt: now, by: EVE });

/** Version 2 allows less, so that what the software brings widens it. */
async function narrowed(): Promise<void> {
  await publishFirstPolicy(parts());
  await publishPolicy(parts(), wanted(without('tell-host-who-came')));
}

test('an edition that allows nothing new is published by one admin, with the day and number that we count (PP-01.2)', async () => {
  await publishFirstPolicy(parts());
  later('2026-12-01T23:59:00Z');

  expect(await publishPolicy(parts(), wanted(reworded))).toBe(2);
  expect(await livePolicy(parts())).toMatchObject({ version: 2, lastModified: '2026-12-01', widening: false });
  const notes = await database.db.auditNote.findMany({ where: { event: 'policy.published' } });
  expect(notes).toMatchObject([{ by: EVE, facts: { version: 2, sentences: 1, allowedNew: 0, allowedNoMore: 0 } }]);
});

test('one that allows something new is published by nobody alone (PP-15.1)', async () => {
  await narrowed();

  await expect(publishPolicy(parts(), wanted(ownEdition, 2))).rejects.toThrow('takes a second admin');
  expect((await latestPolicy(parts())).version).toBe(2);
});

test('it waits for a second admin, who may not be the first', async () => {
  await narrowed();
  const proposal = await proposePolicy(parts(), wanted(ownEdition, 2));

  await expect(approvePolicy(parts(), { proposal, by: EVE })).rejects.toThrow('takes another admin');
  expect((await livePolicy(parts())).version).toBe(2);

  expect(await approvePolicy(parts(), { proposal, by: DEV })).toBe(3);
  expect(await livePolicy(parts())).toMatchObject({ version: 3, widening: true });
  expect(await listProposals(parts())).toEqual([]);
  const row = await database.db.policyVersion.findUniqueOrThrow({ where: { id: 3 } });
  expect(row).toMatchObject({ publishedBy: EVE, approvedBy: DEV, proposalId: proposal });
});

test('what waits is told with the combinations that it would newly allow', async () => {
  await narrowed();
  await proposePolicy(parts(), wanted(ownEdition, 2));

  const [proposal] = await listProposals(parts());
  expect(proposal?.isStale).toBe(false);
  expect(proposal?.comparison.allowedNew).toEqual(
    [combinationOf('tell-host-who-came', 'attendance'), combinationOf('tell-host-who-came', 'name')].toSorted(),
  );
});

test('a proposal that was overtaken by another version can no longer be approved', async () => {
  await narrowed();
  const proposal = await proposePolicy(parts(), wanted(ownEdition, 2));
  await publishPolicy(parts(), wanted({ ...without('tell-host-who-came'), clauses: reworded.clauses }, 2));

  expect((await listProposals(parts()))[0]?.isStale).toBe(true);
  await expect(approvePolicy(parts(), { proposal, by: DEV })).rejects.toThrow('Version 3 was published since');
});

test('a proposal is approved once', async () => {
  await narrowed();
  const proposal = await proposePolicy(parts(), wanted(ownEdition, 2));
  const both = await Promise.allSettled([
    approvePolicy(parts(), { proposal, by: DEV }),
    approvePolicy(parts(), { proposal, by: DEV }),
  ]);

  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await database.db.policyVersion.count()).toBe(3);
});

test('of two editions written against one version, the second is out of date', async () => {
  await publishFirstPolicy(parts());
  const both = await Promise.allSettled([
    publishPolicy(parts(), wanted(reworded)),
    publishPolicy(parts(), wanted(without('publish-figures'))),
  ]);

  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await expect(publishPolicy(parts(), wanted(without('relay-letters'), 1))).rejects.toThrow('was published since');
});

test('nothing new is no version, and nothing that needs a second admin is proposed', async () => {
  await publishFirstPolicy(parts());

  await expect(publishPolicy(parts(), wanted(ownEdition))).rejects.toThrow('exactly what the latest version does');
  await expect(proposePolicy(parts(), wanted(reworded))).rejects.toThrow('needs nobody else');
});

test('a version takes effect when it says, never before it is published and never before one that is coming', async () => {
  await publishFirstPolicy(parts());
  const inJanuary = { ...wanted(reworded), effectiveAt: new Date('2027-01-15T00:00:00Z') };
  await publishPolicy(parts(), inJanuary);
  expect((await livePolicy(parts())).version).toBe(1);
  expect(await policyVersions(parts())).toMatchObject([
    { version: 1, state: 'live' },
    { version: 2, state: 'coming' },
  ]);

  const sooner = { ...wanted(without('publish-figures'), 2), effectiveAt: new Date('2027-01-01T00:00:00Z') };
  await expect(publishPolicy(parts(), sooner)).rejects.toMatchObject({
    problems: { date: expect.stringMatching(/cannot come before/) },
  });

  later('2027-02-01T00:00:00Z');
  await publishPolicy(parts(), { ...sooner, effectiveAt: new Date('2026-12-01T00:00:00Z') });
  expect(await livePolicy(parts())).toMatchObject({ version: 3, effectiveAt: now, publishedAt: now });
});

test('a proposal whose day has passed when it is approved counts from then on', async () => {
  await narrowed();
  const proposal = await proposePolicy(parts(), wanted(ownEdition, 2));
  later('2026-12-24T08:00:00Z');
  await approvePolicy(parts(), { proposal, by: DEV });

  expect(await livePolicy(parts())).toMatchObject({ version: 3, effectiveAt: now, lastModified: '2026-12-24' });
});

test('the database counts for itself what a version newly allows, whatever the program says', async () => {
  await narrowed();
  const { db } = database;
  const row = await db.policyVersion.findUniqueOrThrow({ where: { id: 2 } });
  const lie = {
    ...row,
    id: 3,
    body: row.body as object,
    houseRules: row.houseRules as object,
    catalogue: [...ownEdition.allowed],
    widening: false,
  };

  await expect(db.policyVersion.create({ data: lie })).rejects.toThrow();
  await expect(db.policyVersion.create({ data: { ...lie, widening: true, approvedBy: EVE } })).rejects.toThrow();
  await expect(
    db.policyVersion.create({ data: { ...lie, catalogue: row.catalogue as string[], id: 4 } }),
  ).rejects.toThrow();
});
