/** What a page is counted as: a closed list, so that no address, no code and no query is ever written down (PP-07.3). */
export const pageGroups = {
  home: 'Home page',
  privacy: 'Privacy pages',
  webinars: 'Pages of webinars',
  news: 'Newsletter',
  surveys: 'Surveys and contests',
  help: 'Contact',
  offers: 'Offers',
} as const satisfies Record<string, string>;
export type PageGroup = keyof typeof pageGroups;

/** The group of each address on which visits are counted; a page that is not here is counted nowhere. */
const GROUP_OF: Readonly<Record<string, PageGroup>> = {
  '/': 'home',
  '/privacy': 'privacy',
  '/privacy/choices': 'privacy',
  '/w/:code': 'webinars',
  '/newsletter': 'news',
  '/surveys/:code': 'surveys',
  '/contests/:code/draw': 'surveys',
  '/contact': 'help',
  '/offers': 'offers',
};
export const groupOf = (path: string): PageGroup | undefined => GROUP_OF[path];

export const browserFamilies = {
  chrome: 'Chrome',
  edge: 'Edge',
  firefox: 'Firefox',
  safari: 'Safari',
  other: 'Another one',
} as const satisfies Record<string, string>;
export type BrowserFamily = keyof typeof browserFamilies;

export const devices = { phone: 'Phone', computer: 'Computer' } as const satisfies Record<string, string>;
export type Device = keyof typeof devices;

/** The order matters: each of these names most of those after it as well. */
const FAMILIES: readonly [BrowserFamily, RegExp][] = [
  ['edge', /\bEdg(e|A|iOS)?\//],
  ['firefox', /\b(Firefox|FxiOS)\//],
  ['other', /\b(OPR|SamsungBrowser|Vivaldi|YaBrowser)\//],
  ['chrome', /\b(Chrome|CriOS)\//],
  ['safari', /\bSafari\//],
];

/**
 * Programs that read pages, by what they call themselves; whoever is no browser is no visitor. Nothing but programs says
 * `compatible` any more, or where to read about itself.
 */
const PROGRAMS =
  /bot\b|crawl|spider|slurp|headless|preview|monitor|lighthouse|compatible;|https?:\/\/|phantomjs|ptst\//i;
const BROWSER = /^Mozilla\/5\.0 \(/;

/** One of few families and one of two sizes, which is all that is kept of what a browser says of itself. */
export function browserIn(userAgent: string): { browser: BrowserFamily; device: Device } | undefined {
  if (!BROWSER.test(userAgent) || PROGRAMS.test(userAgent)) return undefined;

  const [browser] = FAMILIES.find(([, pattern]) => pattern.test(userAgent)) ?? ['other' as const];
  return { browser, device: /\b(Mobi|Android|iPhone|iPad)/.test(userAgent) ? 'phone' : 'computer' };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A day in UTC, as `2026-11-22`. */
export type Day = string;
export const dayOf = (instant: Date): Day => instant.toISOString().slice(0, 10);
export const dayBefore = (day: Day, days = 1): Day => dayOf(new Date(Date.parse(day) - days * DAY_MS));
export const hourOf = (instant: Date): number => instant.getUTCHours();

/** Today and so many days before it, the earliest first. */
export const lastDays = (now: Date, count: number): Day[] =>
  Array.from({ length: count }, (_, index) => dayBefore(dayOf(now), count - 1 - index));

/** Facts of today and of this many days in all; older ones are cleared. */
export const FACTS_DAYS = 30;
/** The salt of a day has gone 48 hours after the day began. The job runs every hour, so it takes those it would be late for. */
const SALT_HOURS = 48 - 1;
export const isSaltDue = (day: Day, now: Date): boolean =>
  now.getTime() - Date.parse(day) >= SALT_HOURS * 60 * 60 * 1000;
