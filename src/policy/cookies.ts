/**
 * Every cookie and every key that we keep in a browser. The table on the policy page is made from this list, and a crawl of
 * all pages finds nothing that is not in it (PP-07.1).
 */
export type KeptInBrowser = {
  name: string;
  where: 'cookie' | 'sessionStorage' | 'localStorage';
  /** What it is for, as people read it. */
  purpose: string;
  /** How long it stays, as people read it. */
  lifetime: string;
  clause: string;
  /** What the browser is told about a cookie, beside HttpOnly, SameSite=Lax and, over https, Secure, which all have. */
  path: string;
  /** The longest a cookie stays in a browser; none for one that goes when the browser is closed. */
  seconds?: number;
  /** What it is called where the site is reached over https: browsers bind a name with this prefix to the host. */
  overHttps?: string;
};

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

export const keptInBrowser: readonly KeptInBrowser[] = [
  {
    name: 'sid',
    where: 'cookie',
    purpose: 'Keeps you signed in. Set when you sign in.',
    lifetime: 'A week after your last visit, a month at most',
    clause: 'PP-03.4',
    path: '/',
    seconds: 7 * DAY,
    overHttps: '__Host-sid',
  },
  {
    name: 'age',
    where: 'cookie',
    purpose: 'Remembers how the question about your month of birth went, without the answer, so that it is asked once.',
    lifetime: 'Until you close the browser',
    clause: 'PP-13.2',
    path: '/',
  },
  {
    name: 'join',
    where: 'cookie',
    purpose: 'Keeps the place of a guest in one webinar.',
    lifetime: '12 hours',
    clause: 'PP-03.4',
    path: '/w/<webinar>',
    seconds: 12 * HOUR,
  },
  {
    name: 'prefs',
    where: 'cookie',
    purpose:
      'Keeps your theme and time zone, so that the site looks as you like it before you sign in. Set when you do.',
    lifetime: 'A year after you signed in or saved your settings',
    clause: 'PP-07.4',
    path: '/',
    seconds: 365 * DAY,
  },
  {
    name: 'vid',
    where: 'cookie',
    purpose:
      'Tells your browser from the others for one day, so that visits can be counted. Not set while you are signed in, nor where you or your browser refuse it.',
    lifetime: 'Until midnight in UTC',
    clause: 'PP-07.2',
    path: '/',
    seconds: DAY,
  },
  {
    name: 'known',
    where: 'cookie',
    purpose:
      'Tells that you have signed in here before, so that a stranger who guesses your password cannot keep you out. Set when you sign in.',
    lifetime: '180 days after you signed in',
    clause: 'PP-03.4',
    path: '/sign-in',
    seconds: 180 * DAY,
  },
  {
    name: 'no-ads',
    where: 'cookie',
    purpose: 'Keeps that you refused advertising. Set when you refuse it on the page of your privacy choices.',
    lifetime: 'A year after your last visit, or until you take it back',
    clause: 'PP-02.6',
    path: '/',
    seconds: 365 * DAY,
  },
  {
    name: 'no-statistics',
    where: 'cookie',
    purpose: 'Keeps that you refused being counted. Set when you refuse it on the page of your privacy choices.',
    lifetime: 'A year after your last visit, or until you take it back',
    clause: 'PP-02.6',
    path: '/',
    seconds: 365 * DAY,
  },
];
