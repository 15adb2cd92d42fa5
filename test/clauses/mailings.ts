import { faultsIn, type Shown, testsIn } from './mutant.ts';

const NEWSLETTER = 'test/mailings/newsletter.test.ts';
const GUARDS = 'prisma/migrations/20261122222500_letters-and-doors-guarded/migration.sql';
const STANDING = 'prisma/migrations/20261123022000_standing-as-a-fold/migration.sql';

/** What is written to many, and to whom. */
export const mailings: Record<string, Shown> = {
  'PP-03.6': {
    tests: testsIn(
      NEWSLETTER,
      'Noor asks, confirms, gets an issue, stops it with one click of her mail program, and gets nothing more',
      'a member who ticks the box on My Profile gets it, at the address of the account',
    ),
    mutants: [
      ...faultsIn(STANDING, [
        'rule dropped',
        'the newsletter goes to everybody with an address',
        "ELSE mail_standing(mailbox, wanted) = 'confirmed' END",
        'ELSE true END',
      ]),
      ...faultsIn('src/mailings/walk-audience.ts', [
        'part removed',
        'whoever has no account never gets what they asked for',
        "if (audience === 'newsletter') yield*",
        "if (audience !== 'newsletter') yield*",
      ]),
    ],
  },
  'PP-06.1': {
    tests: testsIn(
      NEWSLETTER,
      'one mailbox gets four issues in 30 days at most, and staff read how many had enough',
      'account updates go to everybody with an account who has not stopped them, and to nobody else',
    ),
    mutants: [
      ...faultsIn('src/letters/consenting.ts', [
        'check skipped',
        'nobody counts how often somebody is written to',
        '.filter(({ isOver }) => !isOver)',
        '.filter(({ isOver }) => isOver || !isOver)',
      ]),
      ...faultsIn(GUARDS, [
        'rule dropped',
        'account updates go to those who stopped them',
        "NOT IN ('unsubscribed', 'complained', 'bounced')\n    ELSE",
        "NOT IN ('nothing')\n    ELSE",
      ]),
    ],
  },
};
