import { faultsIn, type Shown, testsIn } from './mutant.ts';

const OFFERS = 'test/offers/reports.test.ts';

/** Figures, offers and questions: what leaves the house, what leads out of it, and who asks it something. */
export const outward: Record<string, Shown> = {
  'PP-10.2': {
    tests: [
      ...testsIn(
        'test/visits/cuts.test.ts',
        'every figure stands for ten people at least, is a multiple of five, and is never more than were there',
        'one visitor more or less moves each figure of each cut by one step at most (PP-10.2)',
        'whatever is added up of two cuts and taken off, ten people or more remain, or nobody (PP-10.2)',
      ),
      ...testsIn(
        'test/visits/figures.test.ts',
        'the day before is published once, from one in the morning on, and what comes late is not (PP-10.2)',
        'the role that reads figures can read nothing else: every table, and every way to change one, is refused',
      ),
    ],
    mutants: [
      ...faultsIn(
        'src/visits/cuts.ts',
        ['field widened', 'three people are told of', 'const FEWEST = 10;', 'const FEWEST = 3;'],
        [
          'rule dropped',
          'small groups count in the sums',
          '(visitors < FEWEST ? 0 : Math.floor(visitors / STEP) * STEP - STEP)',
          'Math.floor(visitors / STEP) * STEP',
        ],
      ),
      ...faultsIn('src/visits/publish-figures.ts', [
        'check skipped',
        'a day is told while it still goes on',
        'const day = dayBefore(dayOf(now));',
        'const day = dayBefore(dayOf(now), 0);',
      ]),
    ],
  },
  'PP-11.1': {
    tests: [
      ...testsIn(
        OFFERS,
        'marks each as third party, says whose policy applies and leads to it, and tells their site nothing (PP-11.1, PP-11.2)',
      ),
      ...testsIn(
        'test/house/third-party.test.ts',
        'that partial marks the link, names the company and its policy, and takes nothing along',
      ),
    ],
    mutants: [
      ...faultsIn(
        'views/partials/third-party-link.hbs',
        ['part removed', 'a link that leads away is not marked', ' <span class="badge asks">Third party</span>', ''],
        [
          'part removed',
          'nothing says whose policy applies',
          'its own privacy policy applies there, not ours.',
          'it is nice.',
        ],
      ),
    ],
  },
  'PP-11.2': {
    tests: [
      ...testsIn(
        OFFERS,
        'marks each as third party, says whose policy applies and leads to it, and tells their site nothing (PP-11.1, PP-11.2)',
        'is the same for whoever looks: nothing about them stands in an address that leads away',
      ),
      ...testsIn(
        'test/house/third-party.test.ts',
        'one partial leads to other companies, and no template links there by itself (PP-11.2)',
      ),
    ],
    mutants: [
      ...faultsIn('views/partials/third-party-link.hbs', [
        'field widened',
        'the other company learns where somebody came from',
        'rel="noopener noreferrer nofollow" referrerpolicy="no-referrer">{{label}}</a>',
        'rel="noopener nofollow">{{label}}</a>',
      ]),
      ...faultsIn('views/partials/third-party-link.hbs', [
        'field widened',
        'an address that leads away says who follows it',
        '{{#if button}}class="button quiet" {{/if}}href="{{href}}"',
        '{{#if button}}class="button quiet" {{/if}}href="{{href}}?from={{@root.person.name}}"',
      ]),
    ],
  },
  'PP-11.4': {
    tests: testsIn(
      OFFERS,
      'needs no account; staff read what was found and not who found it, and the person is told how it ended',
      'ends with the link gone at once, everywhere, and it can be put back',
      'goes after a year, and not before',
    ),
    mutants: [
      ...faultsIn('src/offers/report-offer.ts', [
        'record skipped',
        'a report is thanked for and not kept',
        'await insertReport(tx, { id, offerId, text, ...from, policyVersionId: version, at });',
        'if (id === offerId) await insertReport(tx, { id, offerId, text, ...from, policyVersionId: version, at });',
      ]),
      ...faultsIn('src/offers/store.ts', [
        'check skipped',
        'a link that was pulled still shows',
        'where: shownOnly ? { pulledAt: null } : {},',
        'where: shownOnly ? {} : {},',
      ]),
    ],
  },
  'PP-16.2': {
    tests: testsIn(
      'test/support/questions.test.ts',
      'asks, is told when to expect an answer, and finds it under a link of their own',
      'who leaves an address gets two letters with the same link, and neither says what was asked or answered',
    ),
    mutants: [
      ...faultsIn(
        'src/support/ask-question.ts',
        [
          'record skipped',
          'what somebody asks is not kept',
          'await insertMessage(tx, { ticketId: id, text: question.text, policyVersionId: version, staffId: null, at });',
          '',
        ],
        [
          'check skipped',
          'nobody is told where the answer will stand',
          'await sendLink(parts, tx, id, cause);',
          'return;',
        ],
      ),
    ],
  },
};
