import type { NextFunction, Request, RequestHandler, Response } from 'express';
import session, { type Store } from 'express-session';
import passport from 'passport';
import type { Config } from '../config.ts';
import type { PersonId } from '../ids.ts';
import type { Cookies } from './cookies-in.ts';
import type { RememberedSettings, SignedIn, VisitSession } from './route.ts';

declare global {
  namespace Express {
    // Passport's name for who is signed in.
    interface User extends SignedIn {}
    interface Locals {
      /** Lets the scripts of this one answer run. */
      nonce: string;
      /** The pattern of the address that is being answered, for the log. */
      route?: string;
      cookies: Cookies;
      settings: RememberedSettings | undefined;
    }
  }
}

/** How long a browser stays signed in without being used. The store ends it sooner where it must. */
const IDLE_MS = 7 * 24 * 60 * 60 * 1000;

export type SessionParts = {
  config: Config;
  secret: string;
  store: Store;
  signedIn(id: PersonId): Promise<SignedIn | undefined>;
};

/** `__Host-` binds the cookie to this host and to https; browsers refuse the prefix over plain http. */
export const sessionCookieName = (baseUrl: string) => (baseUrl.startsWith('https:') ? '__Host-sid' : 'sid');

/** Finds out who is signed in. A visitor without a session costs no query and gets no cookie. */
export function sessions({ config, secret, store, signedIn }: SessionParts): RequestHandler[] {
  const secure = config.BASE_URL.startsWith('https:');
  const name = sessionCookieName(config.BASE_URL);
  const authenticator = new passport.Passport();

  authenticator.serializeUser<PersonId>((person, done) => done(null, person.id));
  authenticator.deserializeUser<PersonId>((id, done) => {
    signedIn(id).then((person) => done(null, person ?? false), done);
  });

  const handlers = [
    session({
      name,
      secret,
      store,
      resave: false,
      saveUninitialized: false,
      rolling: true,
      cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: IDLE_MS },
    }),
    authenticator.session() as RequestHandler,
  ];

  return handlers.map((handler) => unless((req) => reads(req) && !req.headers.cookie?.includes(`${name}=`), handler));
}

/** What a route may do with the session of its visit. Signing in always starts a new session id. */
export function visitSession(req: Request, res: Response, cookieName: string): VisitSession {
  return {
    id: req.session === undefined ? undefined : req.sessionID,
    signIn: (person) => settled((done) => req.logIn(person as SignedIn, done)),
    async signOut() {
      if (req.session !== undefined) await settled((done) => req.session.destroy(done));
      res.clearCookie(cookieName, {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: cookieName.startsWith('__Host-'),
      });
    },
  };
}

const reads = (req: Request) => req.method === 'GET' || req.method === 'HEAD';

const unless = (skip: (req: Request) => boolean, handler: RequestHandler): RequestHandler => {
  return (req: Request, res: Response, next: NextFunction) => (skip(req) ? next() : handler(req, res, next));
};

const settled = (work: (done: (error?: unknown) => void) => void) =>
  new Promise<void>((resolve, reject) => {
    work((error) => (error ? reject(asError(error)) : resolve()));
  });

const asError = (error: unknown) => (error instanceof Error ? error : new Error('The session could not be kept.'));
