import { faultsIn, type Shown, testsIn } from './mutant.ts';

const GUARDS = 'prisma/migrations/20261122190800_the-policy-guarded/migration.sql';
const VISITOR = 'test/consent/visitor-cookie.test.ts';
const SETTINGS = 'test/accounts/settings-cookie.test.ts';
const SIGNALS = 'test/platform/http/signals.test.ts';

/** Cookies, what somebody can refuse and change, and whom to ask. */
export const rights: Record<string, Shown> = {
  'PP-02.6': {
    tests: [
      ...testsIn(
        'test/consent/choices.test.ts',
        'it takes two presses from any page, without an account: the link at the foot, and the button (PP-02.6)',
        'only the person’s own switch can lift: the table refuses a header and a cookie that try',
      ),
      ...testsIn(
        'test/consent/directives.test.ts',
        'how directives stand depends on directives alone, whatever somebody agrees to in between (PP-02.6)',
        'nothing but the same switch of the person lifts a directive',
      ),
    ],
    mutants: [
      ...faultsIn(GUARDS, [
        'constraint dropped',
        'a header lifts what a person asked for',
        `CHECK ("act" = 'set' OR "source" = 'profile')`,
        'CHECK (true)',
      ]),
      ...faultsIn('views/partials/footer.hbs', [
        'part removed',
        'no page leads to the choices',
        '<a href="/privacy/choices">Your privacy choices</a>',
        '',
      ]),
      ...faultsIn('src/consent/rules.ts', [
        'check skipped',
        'one lift takes back everything',
        'else kinds.delete(kind);',
        'else kinds.clear();',
      ]),
    ],
  },
  'PP-07.1': {
    tests: [
      ...testsIn('test/site/pages.test.ts', 'below the sentences stands what the programs go by'),
      ...testsIn(
        'test/clauses/cookies.test.ts',
        'every cookie that is set on the way through the site is in the table of the policy, with its path and time (PP-07.1)',
      ),
    ],
    mutants: [
      ...faultsIn(
        'src/policy/cookies.ts',
        ['rule dropped', 'the cookie of the settings is not in the table', "name: 'prefs',", "name: 'preferences',"],
        ['rule dropped', 'the cookie of the visit is not in the table', "name: 'vid',", "name: 'visit',"],
      ),
      ...faultsIn('src/accounts/settings-cookie.ts', [
        'field widened',
        'a cookie stays longer than the table says',
        'const A_YEAR_SECONDS = 365',
        'const A_YEAR_SECONDS = 3650',
      ]),
    ],
  },
  'PP-07.2': {
    tests: testsIn(
      VISITOR,
      'a visitor to a public page gets a cookie that ends with the day, kept from scripts and from other sites',
      'the same browser keeps it for the day, two browsers have two, and the next day brings another',
      'a cookie that somebody made up is replaced',
      'whoever refuses to be counted loses it at once and gets none again; refusing advertising alone does not touch it',
      'signing in takes it away, so that it never travels with an account',
    ),
    mutants: faultsIn(
      'src/consent/visitor-cookie.ts',
      [
        'check skipped',
        'whoever refuses to be counted is told apart all the same',
        'if (visitor.person !== undefined || refusalsHere(visitor).statistics) {',
        'if (visitor.person !== undefined) {',
      ],
      [
        'check skipped',
        'the cookie travels with an account',
        'if (visitor.person !== undefined || refusalsHere(visitor).statistics) {',
        'if (refusalsHere(visitor).statistics) {',
      ],
      [
        'check skipped',
        'one cookie lasts for every day',
        'readSigned(parts, NAME, held)?.startsWith(',
        'readSigned(parts, NAME, held)?.concat(',
      ],
      ['field widened', 'all browsers have one cookie', "randomBytes(16).toString('base64url')", "'everybody'"],
    ),
  },
  'PP-07.4': {
    tests: testsIn(
      SETTINGS,
      'theme and zone are there before signing in: on the home page, on a webinar and in the forms (PP-07.4)',
      'nobody gets it who has not registered',
      'one that somebody has changed is passed over',
      'it opens nothing: whoever has it is still nobody, and a signature of another cookie is worth nothing',
    ),
    mutants: [
      ...faultsIn('src/accounts/settings-cookie.ts', [
        'part removed',
        'the settings are not read back',
        'return settings.success ? settings.data : undefined;',
        'return undefined;',
      ]),
      ...faultsIn('src/platform/http/signed-cookie.ts', [
        'check skipped',
        'a cookie that was changed is believed',
        'return known.length === claimed.length && timingSafeEqual(known, claimed);',
        'return known.length === claimed.length;',
      ]),
    ],
  },
  'PP-12.1': {
    tests: [
      ...testsIn(
        'test/site/pages.test.ts',
        'what the law of California asks for is said',
        'below the sentences stands what the programs go by',
      ),
      ...testsIn(SIGNALS, '%j asks', 'one signal is not the other'),
      ...testsIn(
        VISITOR,
        'whoever refuses to be counted loses it at once and gets none again; refusing advertising alone does not touch it',
      ),
    ],
    mutants: [
      ...faultsIn('src/platform/http/signals.ts', [
        'check skipped',
        'a signal in a list is not heard',
        "values.some((value) => value.split(',').some((each) => each.trim() === '1'))",
        "values[0] === '1'",
      ]),
      ...faultsIn('src/policy/signals.ts', [
        'rule dropped',
        'Global Privacy Control refuses advertising alone',
        "gpc: { name: 'Global Privacy Control', refuses: ['ads', 'statistics'] }",
        "gpc: { name: 'Global Privacy Control', refuses: ['ads'] }",
      ]),
      ...faultsIn('views/site/privacy.hbs', [
        'part removed',
        'nothing is said about Do Not Track',
        'What we do about Do Not Track',
        'More',
      ]),
    ],
  },
  'PP-12.3': {
    tests: [
      ...testsIn(
        'test/profile/details.test.ts',
        'every column that can be changed is changed here',
        '%s is changed on My Profile, and stands there and in its table',
        'a new name stands on the pages of one’s webinars at once, and rooms are told that it changed',
        'nothing of one person stands on the page of another',
      ),
      ...testsIn(
        'test/gateway/find-releases.test.ts',
        'a person reads what was released and what staff looked at, the latest first, in words (PP-12.3)',
        'nobody reads anything about somebody else, nor who of our staff it was',
        'what may not be told yet is told when it may',
      ),
    ],
    mutants: [
      ...faultsIn('src/accounts/profile-store.ts', [
        'record skipped',
        'rooms are not told of a new name',
        '...(isSeen && { changedAt: at }),',
        '',
      ]),
      ...faultsIn('src/gateway/store.ts', [
        'check skipped',
        'a person is told before it is time',
        'where: { subject, visibleAfter: { lte: visibleAt } }',
        'where: { subject }',
      ]),
      ...faultsIn('src/gateway/find-releases.ts', [
        'part removed',
        'looks by staff are not told',
        '...looks.map(lookInWords)',
        '',
      ]),
      ...faultsIn('src/policy/held.ts', [
        'part removed',
        'how they heard of us is not on My Profile',
        "how: 'edit',\n    form: 'who-you-are',\n    required: false,\n    input: 'line',\n    longest: 200,",
        "how: { because: 'We forgot it.' },",
      ]),
    ],
  },
  'PP-16.1': {
    tests: testsIn(
      'test/site/pages.test.ts',
      'the policy can be asked about on a page, by mail and by post (PP-16.1, PP-16.2)',
    ),
    mutants: faultsIn(
      'views/site/privacy.hbs',
      ['part removed', 'nothing leads to the form for questions', 'href="/contact"', 'href="#"'],
      [
        'part removed',
        'the postal address is not there',
        '<p>{{contact}}<br>{{site.postalAddress}}</p>',
        '<p>{{contact}}</p>',
      ],
    ),
  },
};
