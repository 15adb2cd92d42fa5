import type { IncomingMessage } from 'node:http';
import type { ZodType } from 'zod';
import type { Problems } from '../errors.ts';
import type { PersonId } from '../ids.ts';
import type { Released, Safe, Subject } from '../personal.ts';
import type { AgeMark } from './age.ts';
import type { MailCause } from './mail-cause.ts';
import type { Signals } from './signals.ts';

/** Who may ask. `self` means this machine: a page that only somebody sitting at the server sees. */
export type Who = 'anyone' | 'member' | 'staff' | 'admin' | 'self';

/** At most `points` requests in `seconds` from one address. */
export type Rate = { points: number; seconds: number };

/** Who is signed in, as they may see themselves. */
export type SignedIn = {
  id: PersonId;
  name: Released<'self'>;
  role: 'member' | 'staff' | 'admin';
  timeZone: Released<'self'>;
  theme: Released<'self', 'system' | 'light' | 'dark'>;
  isSuspended: boolean;
};

/** What the settings cookie of a registered person says before they sign in. It names nobody and proves nothing (PP-07.4). */
export type RememberedSettings = { theme: 'system' | 'light' | 'dark'; timeZone: string };

/** What a form held, as typed, to show it again. Passwords never come back. */
export type Entered = Record<string, string>;

/** What a handler knows of a request. Everything in it was checked at the door. */
export type Visit<Params = unknown, Query = unknown, Body = unknown> = {
  params: Params;
  query: Query;
  body: Body;
  person: SignedIn | undefined;
  session: VisitSession;
  /** The address the request came from, as the trusted proxies tell it. Never stored, never logged. */
  address: string;
  cookies: Record<string, string | undefined>;
  /** What the browser asks of every site. */
  signals: Signals;
  /** For a route that may cause letters: what each is counted by. */
  mails: MailCause | undefined;
  /** Of a browser in which somebody registered had signed in. */
  settings: RememberedSettings | undefined;
  /** How the age question went in this browser, if it was asked. */
  age: AgeMark | undefined;
  request: IncomingMessage;
};

export type VisitSession = {
  /** Stored with the row, to tell this browser from the person's others. */
  readonly id: string | undefined;
  /** Starts a signed-in session under a new id. */
  signIn(person: { id: PersonId }): Promise<void>;
  signOut(): Promise<void>;
};

export type SetCookie = {
  name: string;
  value: string;
  path: string;
  /** Without it the cookie goes when the browser is closed. */
  maxAgeSeconds?: number;
};

/** What may stand on a page: nothing personal, or what was released to whoever looks at it. The renderer checks who that is. */
export type PageModel = { readonly [key: string]: Safe<'self' | 'staff' | 'participants' | 'host' | 'organiser'> };

export type Reply =
  | {
      page: string;
      model?: PageModel;
      title: string;
      status?: number;
      layout?: 'site' | 'room';
      cookies?: SetCookie[];
      /** Whom the page is about, where the link itself proves that it is theirs to see: what was released to them may stand on it. */
      shownTo?: Subject;
      /** Seconds after which the same request can succeed. */
      retryAfter?: number | undefined;
    }
  | { redirect: string; cookies?: SetCookie[] }
  | { json: Safe<'self'>; status?: number }
  | { text: string; status?: number }
  /** A table to keep: the first row is its head. */
  | { csv: Safe<'self' | 'host' | 'organiser'>[][]; name: string }
  /** A file of text to keep, line by line; each line is put together of what stands in it. */
  | { download: string; lines: readonly (readonly Safe<'self' | 'participants'>[])[] }
  /** A letter's HTML part as a mail program would show it: sandboxed, inline styles only, nothing loaded. */
  | { letter: string };

/** The same form again, with what was typed and a sentence beside each field that needs one. */
export type Again<Params> = (visit: Visit<Params>, entered: Entered, problems: Problems) => Promise<Reply> | Reply;

/** A place that takes something personal from people we do not know: it asks whoever is not signed in for their age first. */
export type Door = {
  /** For whom the question is, where that is not everybody who is not signed in. */
  asks?(visit: Visit<never>): Promise<boolean> | boolean;
  /** The page to go on to from the question, where there is none under the same address: `/w/:code/room`. */
  page?: string;
};

/**
 * What stands in the place for an advertisement, and who fills it. The house puts it there, on the pages it lists and for
 * those who do not refuse; no handler can (PP-02.4).
 */
export type PageAd = {
  slot: string;
  id: string;
  from: { name: string; origin?: string; policyUrl?: string };
} & ({ title: string; text: string; path: string } | { frame: string });

/** One address of the site: what it takes, who may ask, how often, and what then happens. */
export type Route = {
  method: 'GET' | 'POST';
  path: string;
  who: Who;
  /** Every POST names one. */
  rate?: Rate;
  params?: ZodType;
  query?: ZodType;
  body?: ZodType;
  again?: Again<never>;
  /** Something personal is asked for here: nobody comes to it who has not passed the age question (PP-13.2). */
  door?: true | Door;
  /** Also for somebody whose account is suspended: what is theirs whatever happens (PP-12.3). */
  evenSuspended?: true;
  /** A request here may cause a letter. Without it a handler that tries to write one fails. */
  mails?: true;
  /** Camera and microphone are allowed on these pages alone. */
  room?: true;
  /** The page is the same for everybody who is not signed in, so it is rendered once for each policy version and theme. */
  sameForEverybody?: true;
  /** A page for the public, on which visits may be counted: a visitor's browser may get its cookie for the day (PP-07.2). */
  counted?: true;
  handle(visit: Visit<never, never, never>): Promise<Reply> | Reply;
};

type Shape<P, Q, B> = Omit<Route, 'params' | 'query' | 'body' | 'again' | 'handle'> & {
  params?: ZodType<P>;
  query?: ZodType<Q>;
  body?: ZodType<B>;
  again?: Again<P>;
  handle(visit: Visit<P, Q, B>): Promise<Reply> | Reply;
};

/** Ties the schemas of a route to the types its handler sees; the table itself forgets them. */
export const route = <P = unknown, Q = unknown, B = unknown>(shape: Shape<P, Q, B>): Route => shape;
