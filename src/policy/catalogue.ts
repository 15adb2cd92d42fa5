/**
 * The one place where it is written what may be done with which personal data. The policy page, My Profile, the gateway,
 * the types and the tests are all made from it. What is not listed here is denied.
 */

/** Kinds of personal data, with the name a person reads. Every column tagged `@personal(…)` names one of these. */
export const categories = {
  name: 'Name',
  email: 'E-mail address',
  how_heard: 'How you heard of us',
  time_zone: 'Time zone',
  address: 'Postal address',
  zip: 'Zip code',
  phone: 'Telephone number',
  settings: 'Settings',
  optional_info: 'Optional answers',
  attendance: 'Which webinars you came to, and when',
  chat: 'What you write in a room',
  media: 'Your voice, picture and screen',
  message: 'Messages to us',
  survey_answer: 'Answers to surveys and contests',
  recording: 'Recordings',
  browser_id: 'The cookie that tells your browser apart',
  visit_pseudonym: 'A pseudonym for one day of visits',
  visit_aggregate: 'Figures about visits that point to nobody',
  network_address: 'Network address',
  consent: 'What you agreed to and asked of us',
} as const satisfies Record<string, string>;
export type Category = keyof typeof categories;
export const categoryNames = Object.keys(categories) as Category[];

/** The six purposes of PP-03.0, and the clause that states each. There is no seventh. */
export const purposes = {
  personalize: 'PP-03.1',
  improve_site: 'PP-03.2',
  customer_service: 'PP-03.3',
  conferencing: 'PP-03.4',
  site_features: 'PP-03.5',
  periodic_email: 'PP-03.6',
} as const;
/** `law` is no purpose of ours: it is the ground on which PP-10.1 lets something be released. */
export type Purpose = keyof typeof purposes | 'law';

/** Who may receive something, as people read it. */
export const recipients = {
  self: 'you',
  us: 'our own programs',
  staff: 'our staff',
  participants: 'the others in the webinar',
  host: 'the host of the webinar',
  organiser: 'whoever asked the questions',
  processor: 'a helper under agreement',
  outside: 'an outside party',
  authority: 'an authority',
  statistics: 'anybody, as figures',
} as const;
export type Recipient = keyof typeof recipients;

/** What makes it right, as people read it. Each asks for a proof of its own. */
export const bases = {
  own: 'it is yours',
  service: 'you asked for the service that needs it',
  notice: 'we told you, and you did not object',
  agreement: 'they have signed to keep it confidential',
  opt_in: 'you opted in, by name',
  look: 'it was needed to help you, and is written down',
  order: 'two of us approved a lawful request',
  aggregate: 'only figures about many remain',
} as const;
export type Basis = keyof typeof bases;

type RuleShape = {
  clause: string;
  categories: readonly Category[];
  purpose: Purpose;
  recipient: Recipient;
  basis: Basis;
  /** What it is for, in words that fit after "We use … to" on a page. */
  words: string;
};

/** Everything that is allowed. A rule names its clause; a clause that allows or promises something has a rule. */
export const rules = {
  'show-own': {
    clause: 'PP-12.3',
    categories: [
      ...(['name', 'email', 'how_heard', 'time_zone', 'address', 'zip', 'phone', 'settings', 'optional_info'] as const),
      ...(['attendance', 'message', 'survey_answer', 'recording', 'consent'] as const),
    ],
    purpose: 'personalize',
    recipient: 'self',
    basis: 'own',
    words: 'show you what we hold about you',
  },
  'personalize': {
    clause: 'PP-03.1',
    categories: ['time_zone', 'settings', 'name'],
    purpose: 'personalize',
    recipient: 'us',
    basis: 'service',
    words: 'arrange the site as you like it',
  },
  'improve-site': {
    clause: 'PP-03.2',
    categories: ['how_heard', 'optional_info', 'message', 'visit_pseudonym', 'browser_id'],
    purpose: 'improve_site',
    recipient: 'us',
    basis: 'notice',
    words: 'make the site better',
  },
  'run-service': {
    clause: 'PP-03.4',
    categories: ['name', 'email', 'time_zone', 'settings', 'attendance', 'chat', 'media', 'network_address', 'consent'],
    purpose: 'conferencing',
    recipient: 'us',
    basis: 'service',
    words: 'hold webinars and keep your account safe',
  },
  'help-asker': {
    clause: 'PP-03.3',
    categories: [
      ...(['name', 'email', 'how_heard', 'time_zone', 'address', 'zip', 'phone', 'optional_info'] as const),
      ...(['attendance', 'message', 'consent'] as const),
    ],
    purpose: 'customer_service',
    recipient: 'staff',
    basis: 'look',
    words: 'help you and look after accounts',
  },
  'run-features': {
    clause: 'PP-03.5',
    categories: ['survey_answer', 'email', 'address', 'zip'],
    purpose: 'site_features',
    recipient: 'us',
    basis: 'service',
    words: 'run the surveys and contests you take part in',
  },
  'write-letters': {
    clause: 'PP-03.6',
    categories: ['email'],
    purpose: 'periodic_email',
    recipient: 'us',
    basis: 'notice',
    words: 'write to you',
  },
  'name-host': {
    clause: 'PP-03.4',
    categories: ['name'],
    purpose: 'conferencing',
    recipient: 'participants',
    basis: 'service',
    words: 'say on the page of a webinar who holds it',
  },
  'carry-into-room': {
    clause: 'PP-03.4',
    categories: ['name', 'chat', 'media'],
    purpose: 'conferencing',
    recipient: 'participants',
    basis: 'service',
    words: 'bring what you say, write and show into a webinar, with your name beside it',
  },
  'tell-host-who-came': {
    clause: 'PP-05.1',
    categories: ['name', 'attendance'],
    purpose: 'conferencing',
    recipient: 'host',
    basis: 'service',
    words: 'tell the host who came',
  },
  'relay-letters': {
    clause: 'PP-09.3',
    categories: ['email'],
    purpose: 'conferencing',
    recipient: 'processor',
    basis: 'agreement',
    words: 'hand letters to the company that delivers them',
  },
  'relay-news': {
    clause: 'PP-09.3',
    categories: ['email'],
    purpose: 'periodic_email',
    recipient: 'processor',
    basis: 'agreement',
    words: 'hand newsletters to the company that delivers them',
  },
  'tell-organiser': {
    clause: 'PP-03.5',
    categories: ['survey_answer'],
    purpose: 'site_features',
    recipient: 'organiser',
    basis: 'service',
    words: 'give your answers to whoever asked, as the form says',
  },
  'understand-visitors': {
    clause: 'PP-08.1',
    categories: ['visit_pseudonym', 'visit_aggregate'],
    purpose: 'improve_site',
    recipient: 'processor',
    basis: 'agreement',
    words: 'let a company count visits for us, without anything that points to you',
  },
  'share-email-with-host': {
    clause: 'PP-09.2',
    categories: ['email'],
    purpose: 'conferencing',
    recipient: 'host',
    basis: 'opt_in',
    words: 'let a host write to you',
  },
  'show-name-to-attendees': {
    clause: 'PP-09.2',
    categories: ['name'],
    purpose: 'conferencing',
    recipient: 'participants',
    basis: 'opt_in',
    words: 'show the others in a webinar that you are there',
  },
  'send-where-you-agreed': {
    clause: 'PP-09.2',
    categories: ['name', 'email', 'address', 'zip', 'phone', 'optional_info'],
    purpose: 'site_features',
    recipient: 'outside',
    basis: 'opt_in',
    words: 'send it to a company you named',
  },
  'release-lawfully': {
    clause: 'PP-10.1',
    categories: [
      ...(['name', 'email', 'how_heard', 'time_zone', 'address', 'zip', 'phone', 'settings', 'optional_info'] as const),
      ...(['attendance', 'message', 'survey_answer', 'recording', 'consent'] as const),
    ],
    purpose: 'law',
    recipient: 'authority',
    basis: 'order',
    words: 'obey the law, uphold our rules and protect rights, property and safety',
  },
  'publish-figures': {
    clause: 'PP-10.2',
    categories: ['visit_aggregate'],
    purpose: 'improve_site',
    recipient: 'statistics',
    basis: 'aggregate',
    words: 'publish how often the site is visited',
  },
} as const satisfies Record<string, RuleShape>;

export type RuleName = keyof typeof rules;
export type Rule<Name extends RuleName = RuleName> = (typeof rules)[Name];
export type CategoryOf<Name extends RuleName> = Rule<Name>['categories'][number];
export type RecipientOf<Name extends RuleName> = Rule<Name>['recipient'];
export type BasisOf<Name extends RuleName> = Rule<Name>['basis'];
/** The rules whose recipient is one of these. */
export type RuleFor<To extends Recipient> = {
  [Name in RuleName]: RecipientOf<Name> extends To ? Name : never;
}[RuleName];
/** The rules that rest on one of these. */
export type RuleOn<On extends Basis> = { [Name in RuleName]: BasisOf<Name> extends On ? Name : never }[RuleName];

export const ruleNames = Object.keys(rules) as RuleName[];

/** One thing that is allowed, in a form that two versions can be compared by. */
export type Combination = string;

/** What a rule allows for one category. */
export const combinationOf = (name: RuleName, category: Category): Combination => {
  const { clause, purpose, recipient, basis } = rules[name];
  return `${category} ${purpose} ${recipient} ${basis} ${clause}`;
};

/** Everything these rules allow, sorted and each once. */
export const combinationsOf = (names: readonly RuleName[]): Combination[] =>
  [
    ...new Set(names.flatMap((name) => rules[name].categories.map((category) => combinationOf(name, category)))),
  ].toSorted();

/**
 * What somebody may opt into, one box and one button each. `words` are what they read; their hash is kept with the
 * decision. `{recipient}` stands for the name of whoever would receive it.
 */
export const optIns = {
  'share-email': {
    rule: 'share-email-with-host',
    fields: ['email'],
    words: 'Give my e-mail address to {recipient}, who hosts this webinar and may then write to me outside this site.',
  },
  'show-name': {
    rule: 'show-name-to-attendees',
    fields: ['name'],
    words: 'Show my name to everybody in this webinar, in the list of who is here.',
  },
} as const satisfies Record<string, { rule: RuleName; fields: readonly Category[]; words: string }>;
export type OptInName = keyof typeof optIns;
