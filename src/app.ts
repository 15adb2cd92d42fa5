import express, { type Express, type RequestHandler } from 'express';
import type { Store } from 'express-session';
import { signedIn } from './accounts/find-signed-in.ts';
import { accountRoutes } from './accounts/routes.ts';
import { settingsIn } from './accounts/settings-cookie.ts';
import type { Ads } from './ads/open-ads.ts';
import { adRoutes } from './ads/routes.ts';
import { renewedChoices } from './consent/choices-cookie.ts';
import { noteSignals } from './consent/note-directives.ts';
import { consentRoutes } from './consent/routes.ts';
import { openChanges } from './consent/tell-changes.ts';
import { visitorCookies } from './consent/visitor-cookie.ts';
import { gatewayRoutes } from './gateway/routes.ts';
import type { HeldLetters } from './letters/hold-letters.ts';
import { letterRoutes } from './letters/routes.ts';
import { mailingRoutes } from './mailings/routes.ts';
import { offerRoutes } from './offers/routes.ts';
import { staysHere } from './platform/config.ts';
import { ageRoutes } from './platform/http/age-door.ts';
import { cookiesIn } from './platform/http/cookies-in.ts';
import { errorPage, nothingHere } from './platform/http/error-page.ts';
import { securityHeaders } from './platform/http/headers.ts';
import { inboxRoutes } from './platform/http/inbox-routes.ts';
import { type MountParts, mount } from './platform/http/mount.ts';
import { ONE_CLICK, oneClickForms } from './platform/http/one-click.ts';
import { openRenderer } from './platform/http/render.ts';
import { requestLog } from './platform/http/request-log.ts';
import type { Route } from './platform/http/route.ts';
import { sameOriginWrites } from './platform/http/same-origin.ts';
import { sessionCookieName, sessions } from './platform/http/session.ts';
import type { Inbox } from './platform/inbox.ts';
import type { Parts } from './platform/parts.ts';
import { livePolicy } from './policy/policy.ts';
import { policyRoutes } from './policy/routes.ts';
import { profileRoutes } from './profile/routes.ts';
import type { Rooms } from './rooms/open-rooms.ts';
import { roomRoutes } from './rooms/routes.ts';
import type { Sfu } from './sfu/sfu.ts';
import { type Checks, siteRoutes } from './site/routes.ts';
import { supportRoutes } from './support/routes.ts';
import { surveyRoutes } from './surveys/routes.ts';
import type { VisitCounter } from './visits/count-visits.ts';
import { visitRoutes } from './visits/routes.ts';
import { webinarRoutes } from './webinars/routes.ts';

export type AppParts = Parts & {
  sessionStore: Store;
  sfu: Sfu;
  rooms: Rooms;
  checks: Checks;
  visits: VisitCounter;
  ads: Ads;
  letters: HeldLetters;
  /** Only where letters stay on this machine. */
  inbox: Inbox | undefined;
};

/** The largest form we read: a long description, escaped, many times over. Larger bodies are turned away unread. */
const BODY_LIMIT = '512kb';
const A_YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Every address of the site, as one table. */
export function routes(parts: AppParts): Route[] {
  const rows = [
    ...siteRoutes(parts),
    ...consentRoutes(parts),
    ...gatewayRoutes(parts),
    ...letterRoutes(parts),
    ...accountRoutes(parts),
    ...policyRoutes(parts),
    ...webinarRoutes(parts),
    ...mailingRoutes(parts),
    ...surveyRoutes(parts),
    ...supportRoutes(parts),
    ...offerRoutes(parts),
    ...roomRoutes(parts),
    ...profileRoutes(parts),
    ...visitRoutes(parts),
    ...adRoutes(parts),
    ...(parts.inbox === undefined ? [] : inboxRoutes(parts.inbox)),
  ];
  return [...rows, ...ageRoutes(parts, rows)];
}

/**
 * Pages for whoever sits at the machine. Where the site has an address in the world there is a proxy in front, and one that
 * says nothing of itself makes everybody look as if they sat here; so there the pages are missing.
 */
const reachable = (parts: AppParts): Route[] =>
  routes(parts).filter(({ who }) => who !== 'self' || staysHere(parts.config));

/** The order in which a request passes through the house. */
export function buildApp(parts: AppParts): Express {
  const { config, secrets, log, sessionStore } = parts;
  const https = config.BASE_URL.startsWith('https:');
  const renderer = openRenderer({
    ...parts,
    policyVersion: async () => (await livePolicy(parts)).version,
    changesFor: openChanges(parts),
    lettersWaiting: () => parts.letters.waiting(),
  });
  const app = express();

  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.TRUSTED_PROXIES);
  app.set('query parser', 'simple');

  app.use(requestLog(log));
  app.use(securityHeaders({ https }));
  app.use(
    '/build',
    express.static('public/build', { immutable: true, maxAge: A_YEAR_MS, index: false, redirect: false }),
  );
  app.use(outsideIs(https));
  app.use(sameOriginWrites(config.BASE_URL, { exceptAt: ONE_CLICK }));
  app.use(cookiesIn((cookies) => settingsIn(parts, cookies)));
  app.use(sessions({ config, secret: secrets.session, store: sessionStore, signedIn: (id) => signedIn(parts, id) }));
  app.use(oneClickForms);
  app.use(express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: 100 }));
  app.use(
    mount(reachable(parts), {
      ...parts,
      ...aboutVisits(parts),
      renderer,
      cookieName: sessionCookieName(config.BASE_URL),
    }),
  );
  app.use(nothingHere);
  app.use(errorPage({ renderer, log }));

  return app;
}

/** What happens at every visit, whichever page it is to. */
const aboutVisits = (parts: AppParts): Pick<MountParts, 'hear' | 'cookiesWith' | 'adFor' | 'pageSent'> => ({
  async hear({ person, signals }) {
    if (person !== undefined) await noteSignals(parts, person.id, signals);
  },
  cookiesWith: (visit, route) => [...visitorCookies(parts, visit, route), ...renewedChoices(visit)],
  adFor: (visit, route) => parts.ads.adFor(visit, route),
  pageSent({ visit, route, cookies, ad }) {
    parts.visits.pageSent(visit, route, cookies);
    if (ad !== undefined) parts.ads.adSent(ad);
  },
});

/** BASE_URL says what the outside sees; the proxy in front speaks plain http to us. */
const outsideIs =
  (https: boolean): RequestHandler =>
  (req, _res, next) => {
    Object.defineProperty(req, 'secure', { value: https });
    next();
  };
