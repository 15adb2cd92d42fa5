import { faultsIn, type Shown, testsIn } from './mutant.ts';

const leaks = testsIn('test/gateway/does-not-compile.test.ts', 'the compiler refuses: $leak');
const door = 'test/doors.test.ts';
const fourAsked = testsIn(
  door,
  'registering requires name, e-mail, how they heard, time zone and a password, and nothing else (PP-02.2)',
);

/** What is collected, from whom, and what of it is personal. */
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
