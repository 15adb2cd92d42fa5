import { faultsIn, type Shown, testsIn } from './mutant.ts';

const GUARDS = 'prisma/migrations/20261122190800_the-policy-guarded/migration.sql';
const FIRST_GUARDS = 'prisma/migrations/20261122160100_append-only/migration.sql';
const CHECKS = 'prisma/migrations/20261122160200_checks/migration.sql';
const TABLES = 'test/platform/append-only.test.ts';

const unchanged = testsIn(
  TABLES,
  'is never %s, not even by the owner of the table',
  'is never changed by a session that calls itself a replica',
);
const refusedRows = testsIn(TABLES, '%s refuses %s');

/** The policy itself: where it stands, its versions, and what going on to use the site means. */
export const policy: Record<string, Shown> = {
  'PP-00.1': {
    tests: [
      ...testsIn(
        'test/site/pages.test.ts',
        'every page links the Privacy Policy, names its version and the postal address, and can be skipped into',
      ),
      ...testsIn('test/site/design.test.ts', 'the room is shown in its moments, with the policy in reach'),
    ],
    mutants: [
      ...faultsIn('views/partials/footer.hbs', [
        'part removed',
        'the foot of the pages has no link',
        '<a href="/privacy">Privacy Policy</a>',
        '',
      ]),
      ...faultsIn('src/site/routes.ts', [
        'check skipped',
        'the policy asks to sign in',
        "path: '/privacy',\n    who: 'anyone'",
        "path: '/privacy',\n    who: 'member'",
      ]),
    ],
  },
  'PP-01.1': {
    tests: [
      ...testsIn(
        'test/accounts/register.test.ts',
        'a form that showed another version of the policy is shown again with the one in force',
      ),
      ...testsIn(
        'test/site/versions.test.ts',
        'whoever registers has acknowledged the version that was shown (PP-01.1)',
      ),
      ...testsIn(
        TABLES,
        'nobody has an account without having passed the age question (PP-13.2), or without a version (PP-01.1)',
      ),
    ],
    mutants: [
      ...faultsIn(
        'src/accounts/register.ts',
        [
          'record skipped',
          'registering acknowledges nothing',
          'if (isNew) await acknowledge(',
          'if (!isNew) await acknowledge(',
        ],
        [
          'check skipped',
          'any version passes for the one shown',
          'if (shown !== policy.version)',
          'if (shown > 10_000)',
        ],
      ),
      ...faultsIn('prisma/migrations/20261122160000_first/migration.sql', [
        'constraint dropped',
        'an account may be under a version that never was',
        'ALTER TABLE "Person" ADD CONSTRAINT "Person_policyVersionId_fkey" FOREIGN KEY ("policyVersionId") REFERENCES "PolicyVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;',
        '',
      ]),
    ],
  },
  'PP-01.2': {
    tests: [
      ...testsIn(
        'test/site/pages.test.ts',
        'the policy ends with the day of its last modification and nothing after it (PP-01.2)',
      ),
      ...testsIn(
        'test/policy/publish-policy.test.ts',
        'an edition that allows nothing new is published by one admin, with the day and number that we count (PP-01.2)',
        'a version takes effect when it says, never before it is published and never before one that is coming',
      ),
      ...unchanged,
      ...refusedRows,
    ],
    mutants: [
      ...faultsIn(FIRST_GUARDS, [
        'trigger dropped',
        'a published text can be changed',
        'ALTER TABLE "PolicyVersion" ENABLE ALWAYS TRIGGER append_only;',
        'DROP TRIGGER append_only ON "PolicyVersion";',
      ]),
      ...faultsIn(CHECKS, [
        'constraint dropped',
        'the date can be set by hand',
        'CHECK ("lastModified" = ("publishedAt" AT TIME ZONE \'UTC\')::date)',
        'CHECK (true)',
      ]),
      ...faultsIn('views/site/privacy.hbs', [
        'part removed',
        'the last line is gone',
        '<p class="last">This policy was last modified on <time datetime="{{policy.lastModified}}">{{policyDate policy.lastModified}}</time>.</p>',
        '',
      ]),
      ...faultsIn('src/policy/publish-policy.ts', [
        'check skipped',
        'a version counts before it is published',
        'effectiveAt: later(effectiveAt, at)',
        'effectiveAt',
      ]),
      ...faultsIn(GUARDS, [
        'check skipped',
        'versions may leave gaps',
        'ELSIF NEW."id" > coalesce(last, 0) + 1 THEN',
        'ELSIF false THEN',
      ]),
    ],
  },
  'PP-01.3': {
    tests: [
      ...testsIn(
        'test/policy/policy.test.ts',
        'a version is in force from the moment it says and not before (PP-01.3)',
      ),
      ...testsIn(
        'test/consent/tell-changes.test.ts',
        'somebody is told once, in this process and in the next one (PP-01.3)',
        'a version that is coming is told to nobody before its time',
        'a page that did not get ready has told nobody anything',
      ),
      ...testsIn(
        'test/gateway/release.test.ts',
        'what was collected before a version allowed more stays under the old rules until the person agrees (PP-01.3)',
      ),
      ...refusedRows,
    ],
    mutants: [
      ...faultsIn(GUARDS, [
        'constraint dropped',
        'going on to use the site can grant',
        `"surface" IN ('profile', 'webinar', 'room', 'policy'))`,
        `"surface" IN ('profile', 'webinar', 'room', 'policy', 'continued_use'))`,
      ]),
      ...faultsIn('src/policy/policy.ts', [
        'check skipped',
        'a version counts before its time',
        'effectiveAt <= now);\n  if (live === undefined)',
        'effectiveAt !== now);\n  if (live === undefined)',
      ]),
      ...faultsIn('src/gateway/release.ts', [
        'check skipped',
        'a widening version reaches what was collected before it',
        'if (!subjects.isSubsetOf(agreed)) throw',
        'if (!agreed.isSubsetOf(subjects)) throw',
      ]),
      ...faultsIn('src/consent/tell-changes.ts', [
        'record skipped',
        'going on is written down nowhere',
        "await acknowledge(parts, parts.db, { subject, version, surface: 'continued_use', shown: bodySha256 });",
        '',
      ]),
    ],
  },
  'PP-14.1': {
    tests: [
      ...testsIn('test/consent/agree-to-widening.test.ts', 'to have acknowledged the version grants nothing (PP-14.1)'),
      ...testsIn(
        'test/gateway/release.test.ts',
        'taking note of the policy is never an opt-in (PP-14.1)',
        'what was collected before a version allowed more stays under the old rules until the person agrees (PP-01.3)',
      ),
      ...testsIn('test/gateway/does-not-compile.test.ts', 'the compiler refuses: $leak'),
      ...refusedRows,
    ],
    mutants: [
      ...faultsIn(GUARDS, [
        'constraint dropped',
        'an acknowledgement can stand for an opt-in',
        `CHECK (("act" = 'acknowledge') = ("purpose" = 'policy'))`,
        'CHECK (true)',
      ]),
      ...faultsIn('src/gateway/verify-proof.ts', [
        'type widened',
        'an acknowledgement compiles as the proof of an opt-in',
        'opt_in: { optIn: OptIn };',
        "opt_in: { optIn: OptIn | { act: 'acknowledge' } };",
      ]),
      ...faultsIn('src/consent/opt-in.ts', [
        'check skipped',
        'whoever is asked has agreed to what is newly allowed',
        "return new Set(events.filter(({ act }) => act === 'grant').map(({ subject }) => subject));",
        'return new Set([...subjects, ...events.map(({ subject }) => subject)]);',
      ]),
    ],
  },
  'PP-15.1': {
    tests: [
      ...testsIn(
        'test/policy/publish-policy.test.ts',
        'one that allows something new is published by nobody alone (PP-15.1)',
        'it waits for a second admin, who may not be the first',
        'nothing new is no version, and nothing that needs a second admin is proposed',
      ),
      ...testsIn(
        'test/gateway/release.test.ts',
        'a version that no longer allows something ends it, whatever the code could do (PP-15.1)',
      ),
      ...refusedRows,
    ],
    mutants: [
      ...faultsIn('src/policy/publish-policy.ts', [
        'check skipped',
        'one admin publishes what allows more',
        'if (comparison.allowedNew.length > 0)',
        'if (comparison.allowedNew.length > 1_000)',
      ]),
      ...faultsIn('src/policy/approve-policy.ts', [
        'check skipped',
        'an admin approves their own proposal',
        'if (proposal.by === by)',
        'if (proposal === null)',
      ]),
      ...faultsIn(GUARDS, [
        'check skipped',
        'the database believes what a version says it changes',
        'IF NEW."widening" <> wider THEN',
        'IF false THEN',
      ]),
      ...faultsIn('src/gateway/release.ts', [
        'check skipped',
        'what the version in force ended goes on',
        'if (!policy.allowed.has(combination)) throw',
        'if (policy.allowed.size === 0) throw',
      ]),
    ],
  },
  'PP-16.3': {
    tests: testsIn(
      'test/site/pages.test.ts',
      'the policy ends with the day of its last modification and nothing after it (PP-01.2)',
    ),
    mutants: faultsIn(
      'views/site/privacy.hbs',
      [
        'field widened',
        'the last line carries today',
        '{{policyDate policy.lastModified}}',
        '{{policyDate "2011-03-26"}}',
      ],
      ['order changed', 'something stands below the last line', '</time>.</p>', '</time>.</p><p>Thank you.</p>'],
    ),
  },
};
