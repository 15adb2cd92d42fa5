import { faultsIn, type Shown, testsIn } from './mutant.ts';

const GUARDS = 'prisma/migrations/20261122190800_the-policy-guarded/migration.sql';
const RELEASE = 'test/gateway/release.test.ts';
const PROOF = 'src/gateway/verify-proof.ts';
const CATALOGUE = 'src/policy/catalogue.ts';

const leaks = testsIn('test/gateway/does-not-compile.test.ts', 'the compiler refuses: $leak');
const unchanged = testsIn('test/platform/append-only.test.ts', 'is never %s, not even by the owner of the table');
const refusedRows = testsIn('test/platform/append-only.test.ts', '%s refuses %s');

/** Who else may see it, and on what proof. */
export const sharing: Record<string, Shown> = {
  'PP-05.1': {
    tests: [
      ...testsIn(
        RELEASE,
        'an address is not given to a host on %s',
        'nothing is handed to a host for a service that nobody asked for',
        'an opt-in is good for the person who gave it, the host it names and the fields in it',
      ),
      ...testsIn(
        'test/webinars/attendance.test.ts',
        'the host reads who came, from when to when and how long, and nothing else',
        'an address is in the next list after its person opted in, and in none after they took it back',
        'each value is released to the host once, however often they look',
      ),
      ...leaks,
    ],
    mutants: [
      ...faultsIn(CATALOGUE, [
        'field widened',
        'a host may be told addresses',
        "'tell-host-who-came': {\n    clause: 'PP-05.1',\n    categories: ['name', 'attendance'],",
        "'tell-host-who-came': {\n    clause: 'PP-05.1',\n    categories: ['name', 'attendance', 'email'],",
      ]),
      ...faultsIn(
        PROOF,
        [
          'check skipped',
          'a host receives what was agreed for another',
          'else if (optIn.recipientId !== to) return',
          'else if (optIn.recipientId === null) return',
        ],
        [
          'check skipped',
          'a host is told of somebody who asked for nothing',
          "shown.requested !== '' ? undefined",
          'true ? undefined',
        ],
      ),
      ...faultsIn('src/platform/personal.ts', [
        'type widened',
        'what was opened for a host compiles in front of everybody',
        '  | Released<To, unknown>\n',
        '  | Released<string, unknown>\n',
      ]),
    ],
  },
  'PP-08.1': {
    tests: testsIn(
      'test/gateway/processors.test.ts',
      'a company that counts visits cannot have anything that points to somebody (PP-08.1)',
    ),
    mutants: [
      ...faultsIn('src/gateway/rules.ts', [
        'field widened',
        'a company that counts visits may have addresses',
        "analytics: ['understand-visitors'],",
        "analytics: ['understand-visitors', 'relay-letters'],",
      ]),
      ...faultsIn(CATALOGUE, [
        'field widened',
        'understanding visitors may take their names',
        "'understand-visitors': {\n    clause: 'PP-08.1',\n    categories: [",
        "'understand-visitors': {\n    clause: 'PP-08.1',\n    categories: ['name', 'email', ",
      ]),
    ],
  },
  'PP-08.2': {
    tests: [...testsIn(RELEASE, 'receives nothing %s (PP-09.3)', 'receives what its agreement covers'), ...refusedRows],
    mutants: [
      ...faultsIn('src/gateway/proofs.ts', [
        'check skipped',
        'a company receives for a purpose that its agreement lacks',
        'purposes.includes(purpose) && ',
        '',
      ]),
      ...faultsIn(GUARDS, [
        'constraint dropped',
        'a company may have purposes of its own',
        "['personalize', 'improve_site',",
        "['advertising', 'personalize', 'improve_site',",
      ]),
    ],
  },
  'PP-09.1': {
    tests: [
      ...testsIn(
        RELEASE,
        'a release leaves a row that says what, to whom, why, by which clause and on what proof',
        'no row remains when the transaction it was written in is undone',
        'of several values all are released or none is',
      ),
      ...testsIn(
        'test/gateway/sealed.test.ts',
        'cannot be printed by %s',
        'fails on a value for somebody else, and on one that nobody opened',
      ),
      ...testsIn('test/gateway/exhaustive.test.ts', 'no rule opens a category that it does not list'),
      ...unchanged,
    ],
    mutants: [
      ...faultsIn('src/gateway/release.ts', [
        'record skipped',
        'a release is written outside of what it belongs to',
        'const ids = await insertReleases(\n    tx,',
        'const ids = await insertReleases(\n    parts.db,',
      ]),
      ...faultsIn('src/platform/personal.ts', [
        'check skipped',
        'a page shows what was opened for somebody else',
        'if (!admits(data)) throw leak(data.recipient);',
        '',
      ]),
      ...faultsIn(GUARDS, [
        'trigger dropped',
        'a release can be wiped away',
        'ALTER TABLE "Release" ENABLE ALWAYS TRIGGER append_only;',
        'DROP TRIGGER append_only ON "Release";',
      ]),
      ...faultsIn('src/gateway/store.ts', [
        'record skipped',
        'a release leaves no row',
        'JSON.stringify(releases)',
        'JSON.stringify(releases.slice(0, 0))',
      ]),
    ],
  },
  'PP-09.2': {
    tests: [
      ...testsIn(
        RELEASE,
        'an opt-in to one thing is no opt-in to another, though person and recipient are the same',
        'an opt-in that was taken back is none, even for somebody who still holds it',
        'an opt-in is good for the person who gave it, the host it names and the fields in it',
      ),
      ...testsIn(
        'test/webinars/attendance.test.ts',
        'the box on the page names the host, is not ticked, and does nothing until it is',
      ),
      ...testsIn(
        'test/rooms/names.test.ts',
        'nobody is in the list before the host has opened it and they have agreed',
      ),
      ...unchanged,
      ...refusedRows,
    ],
    mutants: [
      ...faultsIn('views/partials/check.hbs', [
        'default ticked',
        'the box is ticked for them',
        '<input type="checkbox"',
        '<input type="checkbox" checked',
      ]),
      ...faultsIn(
        PROOF,
        [
          'check skipped',
          'one opt-in is good for all',
          'if (optIns[optIn.purpose].rule !== rule) return',
          "if (rule === 'release-lawfully') return",
        ],
        [
          'check skipped',
          'somebody opts in for somebody else',
          'else if (optIn.subject !== value.about) return',
          'else if (optIn.subject === null) return',
        ],
      ),
      ...faultsIn('src/consent/opt-in.ts', [
        'check skipped',
        'whoever took it back has opted in',
        "return new Map(events.filter(({ act }) => act === 'grant')",
        'return new Map(events.filter(({ act }) => act !== null)',
      ]),
      ...faultsIn('src/gateway/release.ts', [
        'check skipped',
        'an opt-in outlives being taken back',
        'if (!(await areStanding(tx, shown))) throw',
        'if (rule === null) throw',
      ]),
      ...faultsIn(GUARDS, [
        'trigger dropped',
        'an opt-in can be made up later',
        'ALTER TABLE "ConsentEvent" ENABLE ALWAYS TRIGGER append_only;',
        'DROP TRIGGER append_only ON "ConsentEvent";',
      ]),
    ],
  },
  'PP-09.3': {
    tests: [
      ...testsIn(
        RELEASE,
        'receives what its agreement covers',
        'receives nothing %s (PP-09.3)',
        'receives nothing on the agreement of another',
      ),
      ...testsIn(
        'test/gateway/processors.test.ts',
        'a company that one admin added receives nothing until another admin approves it, and nothing after its agreement',
        'one admin ends it, whatever the agreement says, and there is no way back but a new entry',
        'refuses the approval of whoever added it, and a second one',
      ),
      ...unchanged,
    ],
    mutants: [
      ...faultsIn('src/gateway/proofs.ts', [
        'check skipped',
        'an agreement that has run out counts',
        ' && at < validUntil',
        '',
      ]),
      ...faultsIn('src/gateway/approve-processor.ts', [
        'check skipped',
        'an admin approves what they added, as far as the program goes',
        'if (processor.addedBy === by)',
        'if (processor.id === by)',
      ]),
      ...faultsIn(GUARDS, [
        'trigger dropped',
        'an admin approves what they added, as far as the database goes',
        'ALTER TABLE "ProcessorApproval" ENABLE ALWAYS TRIGGER two_admins;',
        'DROP TRIGGER two_admins ON "ProcessorApproval";',
      ]),
      ...faultsIn(PROOF, [
        'check skipped',
        'the agreement of one company serves another',
        'else if (processor.id !== to) return',
        'else if (processor.id === null) return',
      ]),
    ],
  },
  'PP-12.2': {
    tests: [
      ...testsIn(
        RELEASE,
        'an address is not given to a host on %s',
        'nobody obeys an order that no two people approved',
        'an opt-in that was taken back is none, even for somebody who still holds it',
      ),
      ...testsIn('test/gateway/exhaustive.test.ts', 'no rule opens a category that it does not list'),
      ...leaks,
    ],
    mutants: [
      ...faultsIn(
        PROOF,
        [
          'check skipped',
          'anything passes for an opt-in',
          "if (!(optIn instanceof OptIn)) return 'no opt-in is shown';",
          'if (!(optIn instanceof OptIn)) return undefined;',
        ],
        [
          'check skipped',
          'anything passes for an approved order',
          "if (!(order instanceof ApprovedOrder)) return 'no approved order is shown';",
          'if (!(order instanceof ApprovedOrder)) return undefined;',
        ],
        ['type widened', 'an opt-in may be left out', '  opt_in: { optIn: OptIn };', '  opt_in: { optIn?: OptIn };'],
      ),
    ],
  },
};
