import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { read, readOne } from '#test/house/sources.ts';
import { type FreshDatabase, freshDatabase } from '#test/support/database.ts';
import { execute } from '#test/support/database-server.ts';
import { ANYBODY, aRowOf, endedContest } from './rows.ts';

/** Every table whose model says so, so that a new one cannot be forgotten here. */
const models = [...read('prisma/models/*.prisma').values()].join('\n');
const tables = [...models.matchAll(/^\/\/\/ Append-only\..*\nmodel (\w+) \{\n {2}(\w+)/gm)].map(
  ([, table = '', column = '']) => ({ table, column }),
);

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  // In the order in which they refer to one another.
  for (const [table, row] of Object.entries(aRowOf)) {
    if (table === 'Draw') await execute(database.ownerUrl, ...endedContest);
    await execute(database.ownerUrl, insert(table, row));
  }
});

afterAll(() => database.drop());

test('the tables that say so are those of the census of guards', () => {
  const census = [...readOne('prisma/guards.json').matchAll(/TRIGGER append_only .*? ON public\.\\"(\w+)\\"/g)];
  expect(tables.map(({ table }) => table).toSorted()).toEqual(census.map(([, table]) => table).toSorted());
  expect(Object.keys(aRowOf).toSorted()).toEqual(tables.map(({ table }) => table).toSorted());
});

const changes = {
  changed: ({ table, column }: (typeof tables)[number]) => `UPDATE "${table}" SET "${column}" = "${column}"`,
  deleted: ({ table }: (typeof tables)[number]) => `DELETE FROM "${table}"`,
  emptied: ({ table }: (typeof tables)[number]) => `TRUNCATE "${table}" CASCADE`,
};

describe.each(tables)('a row of $table', (about) => {
  test.each(Object.entries(changes))('is never %s, not even by the owner of the table', async (_done, statement) => {
    await expect(execute(database.ownerUrl, statement(about))).rejects.toThrow('is append-only');
  });

  test.each(Object.entries(changes))('is never %s by the app', async (_done, statement) => {
    await expect(execute(database.appUrl, statement(about))).rejects.toThrow('permission denied');
  });

  test('is never changed by a session that calls itself a replica', async () => {
    const { rows } = await execute(
      database.ownerUrl,
      `SELECT tgenabled FROM pg_trigger WHERE tgrelid = '"${about.table}"'::regclass AND tgname = 'append_only'`,
    );
    expect(rows).toEqual([{ tgenabled: 'A' }]);
  });

  test('is still there after all of this', async () => {
    const { rows } = await execute(database.ownerUrl, `SELECT count(*)::int AS count FROM "${about.table}"`);
    expect(rows).toEqual([{ count: 1 }]);
  });
});

type Row = Record<string, string>;
const insert = (table: string, row: Row) =>
  `INSERT INTO "${table}" (${Object.keys(row)
    .map((column) => `"${column}"`)
    .join(', ')}) VALUES (${Object.values(row).join(', ')})`;

const refusals: [table: string, what: string, other: Row, constraint: string][] = [
  ...['continued_use', 'visit', 'registration', 'host_on_behalf'].map((surface): [string, string, Row, string] => [
    'ConsentEvent',
    `a grant given by ${surface}, which is nobody’s own act (PP-01.3)`,
    { surface: `'${surface}'` },
    'ConsentEvent_grant_by_own_act',
  ]),
  ['ConsentEvent', 'a grant that does not say what is sent (PP-09.2)', { fields: `'{}'` }, 'grant_names_fields'],
  [
    'ConsentEvent',
    'an acknowledgement that grants an opt-in (PP-14.1)',
    { act: `'acknowledge'`, acknowledgedVersionId: '1', surface: `'continued_use'` },
    'ConsentEvent_acknowledge_grants_nothing',
  ],
  [
    'ConsentEvent',
    'an opt-in to the policy as a whole (PP-14.1)',
    { purpose: `'policy'` },
    'ConsentEvent_acknowledge_grants_nothing',
  ],
  [
    'ConsentEvent',
    'an acknowledgement of a version other than the one in force',
    { act: `'acknowledge'`, purpose: `'policy'`, acknowledgedVersionId: '7' },
    'ConsentEvent_acknowledges_version',
  ],
  [
    'ConsentEvent',
    'words shown that nobody can check',
    { shownTextSha256: `'words'` },
    'ConsentEvent_shownTextSha256_form',
  ],
  [
    'PrivacyDirective',
    'a directive lifted by a header (PP-02.6)',
    { act: `'lift'`, source: `'header'` },
    'PrivacyDirective_lift_by_own_act',
  ],
  ['PrivacyDirective', 'a directive from nowhere', { source: `'consent'` }, 'PrivacyDirective_source_known'],
  [
    'Release',
    'a release that may be told before it happened',
    { visibleAfter: `'2020-01-01Z'` },
    'Release_visible_later',
  ],
  ['Release', 'a release to ourselves', { recipientKind: `'us'` }, 'Release_recipient_other'],
  ['AccessLog', 'a look at nothing', { fields: `'{}'` }, 'AccessLog_names_fields'],
  [
    'Processor',
    'a purpose that is none of ours (PP-08.2)',
    { id: `'p2'`, purposes: `'{advertising}'` },
    'Processor_purposes_are_ours',
  ],
  [
    'Processor',
    'an agreement that ends before it begins',
    { id: `'p2'`, validUntil: `'2019-01-01Z'` },
    'Processor_window',
  ],
  [
    'Processor',
    'an agreement to be signed later (PP-09.3)',
    { id: `'p2'`, signedAt: `'2027-01-01Z'`, validUntil: `'2028-01-01Z'` },
    'Processor_window',
  ],
  [
    'Processor',
    'an operator who adds more than a relay',
    { id: `'p2'`, addedBy: `'operator'`, kind: `'storage'` },
    'Processor_operator_adds_relay',
  ],
  [
    'Processor',
    'a company that counts visits and gets addresses (PP-08.1)',
    { id: `'p2'`, kind: `'analytics'`, categories: `'{visit_aggregate,email}'`, purposes: `'{improve_site}'` },
    'gets nothing but visits',
  ],
  [
    'Processor',
    'a company that counts visits for its letters (PP-08.2)',
    { id: `'p2'`, kind: `'analytics'`, categories: `'{visit_aggregate}'`, purposes: `'{improve_site,periodic_email}'` },
    'gets nothing but visits',
  ],
  ['PublishedFigure', 'a figure of fewer than ten (PP-10.2)', { cell: `'other'`, value: '5' }, 'of_ten_or_more'],
  ['PublishedFigure', 'a figure that is not rounded', { cell: `'other'`, value: '12' }, 'of_ten_or_more'],
  [
    'PublishedFigure',
    'a second edition of a day',
    { cell: `'other'`, at: `'2026-11-24T12:00:00Z'` },
    'the figures of this day are published',
  ],
  ['PolicyVersion', 'a version that leaves a gap (PP-01.2)', { id: '3' }, 'version 3 does not follow version 1'],
  [
    'PolicyVersion',
    'a version that hides what it newly allows (PP-15.1)',
    { id: '2', catalogue: `'["more"]'` },
    'says widening f, and it is t',
  ],
  [
    'PolicyVersion',
    'a version that claims to allow more and does not',
    { id: '2', widening: 'true' },
    'says widening t, and it is f',
  ],
  [
    'PolicyVersion',
    'a widening version by one admin alone (PP-15.1)',
    { id: '2', catalogue: `'["more"]'`, widening: 'true', publishedBy: ANYBODY, approvedBy: ANYBODY },
    'takes two admins',
  ],
  [
    'PolicyVersion',
    'a widening version that nobody approved',
    { id: '2', catalogue: `'["more"]'`, widening: 'true', publishedBy: ANYBODY },
    'takes two admins',
  ],
  [
    'PolicyVersion',
    'a date that was set by hand (PP-01.2)',
    { id: '2', lastModified: `'2030-01-01'` },
    'PolicyVersion_lastModified',
  ],
];

test.each(refusals)('%s refuses %s', async (table, _what, other, because) => {
  const row = { ...aRowOf[table], ...other };
  await expect(execute(database.ownerUrl, insert(table, row))).rejects.toThrow(because);
});

test('nobody has an account without having passed the age question (PP-13.2), or without a version (PP-01.1)', async () => {
  const person = {
    ...{ id: ANYBODY, name: `'Ada'`, email: `'ada@example.com'`, howHeard: `'A friend'`, timeZone: `'UTC'` },
    ...{ passwordHash: `'none'`, policyVersionId: '1', agePassedAt: 'now()', changedAt: 'now()', createdAt: 'now()' },
  };
  for (const missing of ['agePassedAt', 'policyVersionId']) {
    const statement = insert('Person', { ...person, [missing]: 'NULL' });
    await expect(execute(database.ownerUrl, statement)).rejects.toThrow(`"${missing}"`);
  }
  await expect(execute(database.ownerUrl, insert('Person', { ...person, policyVersionId: '9' }))).rejects.toThrow(
    'Person_policyVersionId_fkey',
  );
});
