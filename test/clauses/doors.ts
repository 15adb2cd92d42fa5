import { faultsIn, type Shown, testsIn } from './mutant.ts';

const GUARDS = 'prisma/migrations/20261122222500_letters-and-doors-guarded/migration.sql';
const STANDING = 'prisma/migrations/20261123022000_standing-as-a-fold/migration.sql';
const ADS = 'test/ads/ads.test.ts';

/** Advertising, surveys, letters and visits: what came with them to keep. */
export const doors: Record<string, Shown> = {
  'PP-02.4': {
    tests: testsIn(
      ADS,
      'its frame stands on the home page: sandboxed, labelled, named, with the way to refuse it, and told nothing (PP-02.4)',
      'no address of the site but those of the list has one, for nobody, and no other page lets the company in',
      'rooms, accounts, forms, staff pages and the policy are not on the list, and cannot be by their kind',
    ),
    mutants: [
      ...faultsIn('src/ads/rules.ts', [
        'field widened',
        'the policy carries an advertisement',
        "const SLOTS = { '/': 'home', '/offers': 'offers' } as const;",
        "const SLOTS = { '/': 'home', '/offers': 'offers', '/privacy': 'offers' } as const;",
      ]),
      ...faultsIn(
        'views/partials/ad-slot.hbs',
        [
          'part removed',
          'an advertisement does not say that it is one',
          '<span>Advertisement</span> <a href="/privacy/choices">',
          '<a href="/privacy/choices">',
        ],
        [
          'field widened',
          'the company learns which page its frame is on',
          'referrerpolicy="no-referrer" sandbox="allow-scripts',
          'sandbox="allow-scripts',
        ],
      ),
    ],
  },
  'PP-03.5': {
    tests: [
      ...testsIn(
        'test/surveys/answering.test.ts',
        'entering, changing and taking back subscribe nobody: no audience grows and nothing is noted of any mailbox',
      ),
      ...testsIn(
        'test/surveys/clear-answers.test.ts',
        'answers stay until the last instant of their term and are gone at the next, and the count stays',
      ),
      ...testsIn(
        'test/surveys/draw.test.ts',
        'the database takes no other seed, no other numbers, no draw before the end, and changes none',
      ),
      ...testsIn('test/gateway/tell-organiser.test.ts', 'go to nobody else, whatever is said of the survey'),
      ...testsIn('test/platform/append-only.test.ts', 'is never %s, not even by the owner of the table'),
    ],
    mutants: [
      ...faultsIn('src/surveys/clear-answers.ts', [
        'rule dropped',
        'answers stay after their term',
        'for (const id of ids) await clearOne(parts, id);',
        'if (ids.length === 0) await clearOne(parts, "");',
      ]),
      ...faultsIn('src/gateway/store.ts', [
        'check skipped',
        'whoever says that a survey is theirs is given its answers',
        'AND s."ownerId" = shown."ownerId"',
        '',
      ]),
      ...faultsIn(GUARDS, [
        'trigger dropped',
        'a draw can be done over',
        'ALTER TABLE "Draw" ENABLE ALWAYS TRIGGER append_only;',
        'DROP TRIGGER append_only ON "Draw";',
      ]),
    ],
  },
  'PP-06.2': {
    tests: [
      ...testsIn(
        'test/letters/census.test.ts',
        'ends in both parts with the steps to unsubscribe, the link and the postal address',
        'the database refuses a letter %s',
      ),
      ...testsIn(
        'test/letters/unsubscribe.test.ts',
        'programs that follow every link change nothing: ten visits, HEAD and prefetch',
        'a link for a new password still comes to a mailbox that stopped everything',
        'letters come again by a link that is mailed to that mailbox, and not before it is followed',
      ),
      ...testsIn(
        'test/letters/deliver-letters.test.ts',
        'stopping waits for the letter that is being handed over to this mailbox, and no other begins after it',
      ),
    ],
    mutants: [
      ...faultsIn(STANDING, [
        'rule dropped',
        'whoever stopped all letters gets no link for a new password either',
        "WHEN 'requested' THEN true",
        "WHEN 'requested' THEN false",
      ]),
      ...faultsIn(GUARDS, [
        'constraint dropped',
        'a letter may end without the steps to unsubscribe',
        `    position(U&'/u/\\E000unsubscribe\\E001' IN right("text", 700)) > 0
`,
        `    position('' IN right("text", 700)) > 0
`,
      ]),
      ...faultsIn('prisma/migrations/20261122231300_stops-wait-for-letters-in-hand/migration.sql', [
        'trigger dropped',
        'stopping does not wait for a letter that is on its way',
        'ALTER TABLE "MailEvent" ENABLE ALWAYS TRIGGER waits;',
        'DROP TRIGGER waits ON "MailEvent";',
      ]),
    ],
  },
  'PP-07.3': {
    tests: testsIn(
      'test/visits/count-visits.test.ts',
      'a visit leaves its day, a kind of page, a family of browsers, a size and a pseudonym, and nothing else (PP-07.3)',
      'nothing links two days: another cookie, another salt, another pseudonym',
      'once the salt is gone, 48 hours after its day began, nobody can make the pseudonym again, whatever they know (PP-07.3)',
      'visits go after 30 days',
    ),
    mutants: [
      ...faultsIn('src/visits/count-visits.ts', [
        'check skipped',
        'a pseudonym needs no salt',
        "createHmac('sha256', salt)",
        "createHmac('sha256', salt.slice(0, 0))",
      ]),
      ...faultsIn(
        'src/visits/clear-visits.ts',
        ['rule dropped', 'salts stay', 'await deleteSalts(db, due);', 'await deleteSalts(db, due.slice(0, 0));'],
        [
          'rule dropped',
          'visits stay a year',
          'dayBefore(dayOf(now), FACTS_DAYS - 1)',
          'dayBefore(dayOf(now), 12 * FACTS_DAYS)',
        ],
      ),
    ],
  },
  'PP-07.5': {
    tests: testsIn(
      ADS,
      'no address of the site but those of the list has one, for nobody, and no other page lets the company in',
      'staff read who fills the places, and the policy page names the company',
      'its frame stands on the home page: sandboxed, labelled, named, with the way to refuse it, and told nothing (PP-02.4)',
    ),
    mutants: [
      ...faultsIn(
        'src/platform/http/headers.ts',
        [
          'field widened',
          'every page lets every company in',
          `frameSrc: ["'self'"],`,
          `frameSrc: ["'self'", 'https:'],`,
        ],
        [
          'check skipped',
          'the page with one frame lets in every company',
          "const policy = String(res.getHeader('Content-Security-Policy'));",
          "const policy = String(res.getHeader('Content-Security-Policy')).replace(\"frame-src 'self'\", \"frame-src 'self' https:\");",
        ],
      ),
    ],
  },
  'PP-07.6': {
    tests: [
      ...testsIn(ADS, 'what was sent is counted by place and day, and by nothing else (PP-07.6)'),
      ...testsIn(
        'test/visits/statistics.test.ts',
        'Dev sees visitors and pages by day, page, browser and device, as a picture and in tables',
        'nobody but staff sees any of it',
      ),
    ],
    mutants: [
      ...faultsIn('src/ads/open-ads.ts', [
        'record skipped',
        'one of many is counted',
        'shown: 1 + more.length',
        'shown: 1 + more.length * 0 + 1',
      ]),
      ...faultsIn('src/visits/routes.ts', [
        'check skipped',
        'everybody signed in reads the statistics',
        "path: '/admin/statistics',\n    who: 'staff',",
        "path: '/admin/statistics',\n    who: 'member',",
      ]),
    ],
  },
};
