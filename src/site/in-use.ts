import type { AdVendor } from '../ads/ad-vendor.ts';
import type { Config } from '../platform/config.ts';
import { combinationsOf, type RuleName, ruleNames, rules } from '../policy/catalogue.ts';
import { keptInBrowser } from '../policy/cookies.ts';
import type { Policy } from '../policy/policy.ts';

/** Whether a sentence is about something that happens on this site now, and what is to be known of it. */
export type Use = { isInUse: boolean; words: string | undefined };

/** The rules that some program of ours goes by. The others are allowed, and nothing makes use of them yet. */
export const builtRules: readonly RuleName[] = [
  ...(['improve-site', 'publish-figures'] as const),
  ...(['run-features', 'tell-organiser'] as const),
  ...(['show-own', 'run-service', 'help-asker', 'relay-letters'] as const),
  ...(['write-letters', 'relay-news'] as const),
  ...([
    'name-host',
    'carry-into-room',
    'tell-host-who-came',
    'share-email-with-host',
    'show-name-to-attendees',
  ] as const),
];

/** What nobody does here yet, by the sentence that speaks of it. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'PP-08.2': 'No such firm works for us, and nothing about visits is sent to any.',
};

/** What is in use, and how far. */
const IN_PART: Readonly<Record<string, string>> = {
  'PP-03.1': 'Your time zone and whether you like it light or dark.',
  'PP-11.1': 'What we point to stands on the page of offers, each marked as third party.',
  'PP-11.2': 'The offers, and the page where Google says what you can refuse. Beside each stands whose policy applies.',
  'PP-11.4': 'Each offer has a form to report it, and no account is needed.',
  'PP-16.2': 'The page to ask us is on this site, and needs no account.',
};

/** What the sentences are computed from, beside the version in force. */
type Site = Pick<Config, 'SMTP_URL'> & { vendor: AdVendor | undefined };

/** How far sentences about advertising and visits are in use, by who fills the places for advertisements, if anybody does. */
const ABOUT_ADVERTISING: Readonly<Record<string, (vendor: AdVendor | undefined) => Use>> = {
  'PP-02.4': (vendor) => usedBy(vendor, 'uses cookies of its own for the advertisements it shows here.'),
  'PP-02.5': (vendor) => usedBy(vendor, 'may know you from other sites. We never see how.'),
  'PP-07.5': (vendor) =>
    vendor?.elsewhere === undefined
      ? notInUse('Nothing on our pages comes from anybody else, so nobody else can set a cookie.')
      : { isInUse: true, words: `${vendor.name} may, and nobody else. Its own policy: ${vendor.elsewhere.policyUrl}` },
  'PP-07.6': (vendor) => ({
    isInUse: true,
    words:
      vendor === undefined
        ? 'Your preferences, and visits by the day. There are no advertisements.'
        : 'Your preferences, visits by the day, and for two years how often each advertisement was sent. Nobody’s views are kept.',
  }),
};

function usedBy(vendor: AdVendor | undefined, words: string): Use {
  if (vendor === undefined) return notInUse('There is no advertising on this site.');
  else if (vendor.elsewhere === undefined) return notInUse('The advertisements here are our own and set no cookie.');
  else return { isInUse: true, words: `${vendor.name} ${words}` };
}

/** Sentences that are true as long as a cookie for them is kept. */
const ABOUT_COOKIES = ['PP-07.2', 'PP-07.4'];

/** Computed from the configuration, from what the version in force allows and from what is built: no sentence claims more. */
export function useOf(clause: string, { allowed }: Pick<Policy, 'allowed'>, site: Site): Use {
  const aboutAdvertising = ABOUT_ADVERTISING[clause];
  if (aboutAdvertising !== undefined) return aboutAdvertising(site.vendor);
  if (clause === 'PP-07.3') return useOfRules(['improve-site'], allowed, site);

  const missing = NOT_HERE[clause];
  if (missing !== undefined) return notInUse(missing);
  if (ABOUT_COOKIES.includes(clause) && !keptInBrowser.some((each) => each.clause === clause))
    return notInUse('No such cookie is set.');

  const part = IN_PART[clause];
  const own = ruleNames.filter((name) => rules[name].clause === clause);
  if (part !== undefined || own.length === 0) return { isInUse: true, words: part };
  return useOfRules(own, allowed, site);
}

/** Nothing is handed to a company as long as letters stay here. */
const RELAYED: readonly RuleName[] = ['relay-letters', 'relay-news'];

function useOfRules(own: readonly RuleName[], allowed: Policy['allowed'], { SMTP_URL }: Pick<Config, 'SMTP_URL'>): Use {
  const built = own.filter((name) => builtRules.includes(name));
  const open = built.filter((name) => combinationsOf([name]).some((combination) => allowed.has(combination)));
  const live = open.filter((name) => !RELAYED.includes(name) || SMTP_URL !== undefined);

  if (built.length === 0) return notInUse('Nothing here makes use of this yet.');
  else if (open.length === 0) return notInUse('The version in force does not allow it, so it is refused.');
  else return live.length === 0 ? notInUse('Letters stay on this machine.') : { isInUse: true, words: undefined };
}

const notInUse = (words: string): Use => ({ isInUse: false, words });
