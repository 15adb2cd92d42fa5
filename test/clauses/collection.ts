import { faultsIn, type Shown, testsIn } from './mutant.ts';

const leaks = testsIn('test/gateway/does-not-compile.test.ts', 'the compiler refuses: $leak');
const door = 'test/doors.test.ts';
const fourAsked = testsIn(
  door,
  'registering requires name, e-mail, how they heard, time zone and a password, and nothing else (PP-02.2)',
);
const GUARDS = 'prisma/migrations/20261122190800_the-policy-guarded/migration.sql';

/** What is collected, from whom, and what it may serve. */
export const collection: Record<string, Shown> = {
  'PP-02.1': {
    tests: [
      ...leaks,
      ...testsIn(
        'test/house/columns.test.ts',
        'whatever is personal says at which of the four moments it was collected (PP-02.1)',
      ),
      ...testsIn('test/accounts/register.test.ts', 'a form with %s is refused with 422, and nobody gets an account'),
    ],
    mutants: [
      ...faultsIn('src/platform/personal.ts', [
        'type widened',
        'there is a fifth moment',
        "'registration' | 'newsletter' | 'survey' | 'form';",
        "'registration' | 'newsletter' | 'survey' | 'form' | 'contacts';",
      ]),
      ...faultsIn('prisma/models/accounts.prisma', [
        'part removed',
        'an address is stored without its moment',
        '  collectedVia   CollectionPoint @default(form) /// @plain(moment of collection)\n  oldHash',
        '  oldHash',
      ]),
      ...faultsIn('src/accounts/schema.ts', [
        'check skipped',
        'a form may bring more than was asked',
        'export const RegistrationForm = z.strictObject(',
        'export const RegistrationForm = z.looseObject(',
      ]),
    ],
  },
  'PP-02.2': {
    tests: [
      ...fourAsked,
      ...testsIn(
        'test/accounts/register.test.ts',
        'the form shows the policy version in force beside the button, and asks five things',
      ),
    ],
    mutants: faultsIn(
      'views/partials/accounts/who-you-are.hbs',
      [
        'field widened',
        'registering requires a telephone number',
        '{{> accounts/new-password name="password" label="Password"}}',
        '{{> field name="phone" label="Telephone" required=true}}{{> accounts/new-password name="password" label="Password"}}',
      ],
      [
        'part removed',
        'nobody is asked how they heard of us',
        '{{> field name="howHeard" label="How did you hear of us?" help="A few words are enough: a friend, an article, a webinar you went to." maxlength="200" required=true}}',
        '',
      ],
    ),
  },
  'PP-02.3': {
    tests: testsIn(
      'test/profile/details.test.ts',
      'whatever is optional says so, needs nothing and is cleared by emptying it (PP-02.3)',
    ),
    mutants: [
      ...faultsIn('src/profile/schema.ts', [
        'field widened',
        'a telephone number is required',
        "phone: maybeLine(held['Person.phone'].longest),",
        "phone: line('Enter your number.', held['Person.phone'].longest),",
      ]),
      ...faultsIn('src/profile/routes.ts', [
        'check skipped',
        'what is emptied stays',
        'phone: phone || null',
        "...(phone === '' ? {} : { phone })",
      ]),
      ...faultsIn('src/profile/rules.ts', [
        'part removed',
        'nothing says that a field is optional',
        'optional: !required,',
        'optional: false,',
      ]),
    ],
  },
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
  'PP-04.1': {
    tests: [
      ...testsIn('test/house/columns.test.ts', 'every column says whether what it holds is personal, and what it is'),
      ...testsIn('test/gateway/sealed.test.ts', 'cannot be printed by %s', 'does not come into the log'),
    ],
    mutants: [
      ...faultsIn('prisma/models/accounts.prisma', [
        'part removed',
        'a column with a telephone number says nothing of it',
        'String? /// @personal(phone) optional',
        'String?',
      ]),
      ...faultsIn(
        'src/platform/personal.ts',
        [
          'check skipped',
          'a sealed value prints itself',
          '  private constructor(category: Category, value: Value, { about, under, via }: Origin) {\n',
          '  private constructor(category: Category, value: Value, { about, under, via }: Origin) {\n    Object.assign(this, { toString: () => value, [Symbol.toPrimitive]: () => value });\n',
        ],
        [
          'check skipped',
          'a sealed value becomes JSON',
          '  private constructor(category: Category, value: Value, { about, under, via }: Origin) {\n',
          '  private constructor(category: Category, value: Value, { about, under, via }: Origin) {\n    Object.assign(this, { toJSON: () => value });\n',
        ],
      ),
    ],
  },
  'PP-04.2': {
    tests: [
      ...fourAsked,
      ...testsIn(
        'test/profile/details.test.ts',
        '%s is changed on My Profile, and stands there and in its table',
        'whatever is optional says so, needs nothing and is cleared by emptying it (PP-02.3)',
      ),
    ],
    mutants: [
      ...faultsIn('views/partials/accounts/who-you-are.hbs', [
        'field widened',
        'registering requires a zip code',
        '{{> accounts/new-password name="password" label="Password"}}',
        '{{> field name="zip" label="Zip code" required=true}}{{> accounts/new-password name="password" label="Password"}}',
      ]),
      ...faultsIn('src/profile/schema.ts', [
        'field widened',
        'a zip code is required',
        "zip: maybeLine(held['Person.zip'].longest),",
        "zip: line('Enter your zip code.', held['Person.zip'].longest),",
      ]),
      ...faultsIn('src/profile/routes.ts', [
        'part removed',
        'a telephone number cannot be changed',
        ', phone: phone || null',
        '',
      ]),
    ],
  },
  'PP-13.1': {
    tests: testsIn(
      door,
      'comes through no door, and leaves nothing in any table and no trace in the log',
      'a person is kept with the time at which the question was passed, and with no other word of it',
      'is known by nothing: two of them hold the same letters',
    ),
    mutants: [
      ...faultsIn('src/platform/http/age.ts', [
        'field widened',
        'a nine-year-old is old enough',
        'const YEARS = 13;',
        'const YEARS = 8;',
      ]),
      ...faultsIn('src/platform/http/age-mark.ts', [
        'record skipped',
        'the mark of a child tells children apart',
        "mark === 'not-passed' ? mark :",
        "mark === 'not-passed' ? mark + performance.now() :",
      ]),
      ...faultsIn('src/platform/http/age-door.ts', [
        'check skipped',
        'whoever did not pass goes on',
        "visit.age !== undefined && visit.age !== 'not-passed')",
        'visit.age !== undefined)',
      ]),
    ],
  },
  'PP-13.2': {
    tests: [
      ...testsIn(
        door,
        'a form that takes something personal from anybody is behind the question',
        'comes before a form that is sent without it, which is not read',
        'who goes back and tries another year is told the same at every door',
      ),
      ...testsIn(
        'test/platform/append-only.test.ts',
        'nobody has an account without having passed the age question (PP-13.2), or without a version (PP-01.1)',
      ),
    ],
    mutants: [
      ...faultsIn('src/platform/http/age-door.ts', [
        'check skipped',
        'another year is believed after the first',
        "if (age === 'not-passed') return { redirect };",
        '',
      ]),
      ...faultsIn('src/rooms/routes.ts', [
        'part removed',
        'a guest’s name is taken without the question',
        "door: { page: '/w/:code/room', asks: (visit) => isNewGuest(parts, visit) },",
        '',
      ]),
      ...faultsIn('prisma/migrations/20261122190759_the-policy-enforced/migration.sql', [
        'constraint dropped',
        'an account may be without the question',
        `"agePassedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT 'epoch'`,
        `"agePassedAt" TIMESTAMPTZ(3) DEFAULT 'epoch'`,
      ]),
    ],
  },
};
