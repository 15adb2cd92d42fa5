import { faultsIn, type Shown, testsIn } from './mutant.ts';

const GUARDS = 'prisma/migrations/20261122190800_the-policy-guarded/migration.sql';

/** What it may serve. */
export const use: Record<string, Shown> = {
  'PP-03.0': {
    tests: [
      ...testsIn(
        'test/gateway/exhaustive.test.ts',
        'a version allows what the rules list, and of everything else nothing',
        'no rule opens a category that it does not list',
      ),
      ...testsIn(
        'test/gateway/release.test.ts',
        'our own programs compute from what their rule names and from nothing more (PP-03.0)',
      ),
      ...testsIn('test/platform/append-only.test.ts', '%s refuses %s'),
    ],
    mutants: [
      ...faultsIn('src/gateway/release.ts', [
        'check skipped',
        'a rule opens whatever it is given',
        'if (!allowed.includes(value.category)) throw',
        'if (allowed.length === 0) throw',
      ]),
      ...faultsIn(GUARDS, [
        'constraint dropped',
        'a company may have a seventh purpose',
        '"purposes" <@ ARRAY',
        '"purposes" <> ARRAY',
      ]),
      ...faultsIn('src/policy/policy.ts', [
        'field widened',
        'a version allows everything for advertising',
        'combinationsOf(ruleNames)',
        "[...combinationsOf(ruleNames), 'email periodic_email outside opt_in PP-03.0']",
      ]),
    ],
  },
  'PP-03.1': {
    tests: [
      ...testsIn('test/gateway/release.test.ts', 'a person sees their own and nobody else’s (PP-12.3)'),
      ...testsIn(
        'test/profile/details.test.ts',
        'settings count from the next page on, and this browser remembers them before signing in',
      ),
      ...testsIn('test/accounts/settings-cookie.test.ts', 'signed in, the account decides and not the cookie'),
    ],
    mutants: [
      ...faultsIn('src/gateway/release.ts', [
        'check skipped',
        'somebody is shown the settings of another',
        'if (value.about !== viewer) throw',
        'if (viewer === null) throw',
      ]),
      ...faultsIn('src/platform/http/render.ts', [
        'order changed',
        'a page goes by the cookie though the account says otherwise',
        "req.user?.theme.value ?? res.locals.settings?.theme ?? 'system'",
        "res.locals.settings?.theme ?? 'system'",
      ]),
    ],
  },
  'PP-03.3': {
    tests: [
      ...testsIn(
        'test/gateway/release.test.ts',
        'is written down for each person looked at, with everything that was seen',
        'does not open what staff have no business with',
      ),
      ...testsIn(
        'test/gateway/find-releases.test.ts',
        'a person reads what was released and what staff looked at, the latest first, in words (PP-12.3)',
      ),
      ...testsIn('test/platform/append-only.test.ts', 'is never %s, not even by the owner of the table'),
    ],
    mutants: [
      ...faultsIn(
        'src/gateway/release.ts',
        [
          'record skipped',
          'staff look and nothing is written down',
          '.filter(([subject]) => subject !== by)',
          '.filter(([subject]) => subject === by)',
        ],
        [
          'record skipped',
          'a look says less than was seen',
          'fields: [...new Set(seen.map(({ category }) => category))],',
          'fields: seen.slice(0, 1).map(({ category }) => category),',
        ],
      ),
      ...faultsIn('src/policy/catalogue.ts', [
        'field widened',
        'staff may look at settings',
        "...(['attendance', 'message', 'consent'] as const),",
        "...(['attendance', 'message', 'consent', 'settings'] as const),",
      ]),
      ...faultsIn(GUARDS, [
        'trigger dropped',
        'a look can be wiped away',
        'ALTER TABLE "AccessLog" ENABLE ALWAYS TRIGGER append_only;',
        'DROP TRIGGER append_only ON "AccessLog";',
      ]),
    ],
  },
  'PP-03.4': {
    tests: [
      ...testsIn(
        'test/gateway/release.test.ts',
        'a release leaves a row that says what, to whom, why, by which clause and on what proof',
        'a standing release is good for what its rule names',
      ),
      ...testsIn('test/gateway/does-not-compile.test.ts', 'the compiler refuses: $leak'),
      ...testsIn(
        'test/rooms/releases.test.ts',
        'the first line in the chat releases its author to everybody, and no line after it',
      ),
    ],
    mutants: [
      ...faultsIn(
        'src/policy/catalogue.ts',
        [
          'field widened',
          'the page of a webinar may show its host’s address',
          "'name-host': {\n    clause: 'PP-03.4',\n    categories: ['name'],",
          "'name-host': {\n    clause: 'PP-03.4',\n    categories: ['name', 'email'],",
        ],
        [
          'field widened',
          'our programs may use telephone numbers for webinars',
          "categories: ['name', 'email', 'time_zone', 'settings', 'attendance', 'chat', 'media', 'network_address', 'consent'],",
          "categories: ['name', 'email', 'time_zone', 'settings', 'attendance', 'chat', 'media', 'network_address', 'consent', 'phone'],",
        ],
      ),
    ],
  },
};
