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
};

export const keptInBrowser: readonly KeptInBrowser[] = [
  {
    name: 'sid',
    where: 'cookie',
    purpose: 'Keeps you signed in. Set when you sign in.',
    lifetime: 'A week after your last visit, a month at most',
    clause: 'PP-03.4',
    path: '/',
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
  },
];
