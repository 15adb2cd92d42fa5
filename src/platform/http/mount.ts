import { type Request, type Response, Router } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { notFound, Refusal } from '../errors.ts';
import { networkOf } from '../network.ts';
import { inFrontOf } from './age-door.ts';
import { AGE_COOKIE, type MarkParts, readMark } from './age-mark.ts';
import { allowedFor, type Guarded } from './guard.ts';
import { allowMedia } from './headers.ts';
import { MailCause } from './mail-cause.ts';
import { enteredIn, parse } from './parse.ts';
import type { Renderer } from './render.ts';
import type { Entered, PageAd, Reply, Route, SetCookie, Visit } from './route.ts';
import { visitSession } from './session.ts';
import { isFetchedAhead, signalsIn } from './signals.ts';

export type MountParts = MarkParts & {
  renderer: Renderer;
  cookieName: string;
  /** Hears every visit before its handler: what a browser asks of us counts from its first request on. */
  hear(visit: Visit): Promise<void>;
  /** Cookies that go along with a page, whoever made it. */
  cookiesWith(visit: Visit, route: Route): SetCookie[];
  /** What stands in the place for an advertisement, if this page has one for this visitor. */
  adFor(visit: Visit, route: Route): Promise<PageAd | undefined>;
  /** Hears of each page that was sent to be read. Nobody waits for what it does. */
  pageSent(sent: { visit: Visit; route: Route; cookies: SetCookie[]; ad: PageAd | undefined }): void;
};

/** Puts every row of the table behind the same steps: how often, who, what, and only then the handler. */
export function mount(routes: Route[], parts: MountParts): Router {
  const router = Router();
  for (const route of routes) {
    const method = route.method === 'GET' ? 'get' : 'post';
    const limit = limiterFor(route);
    router[method](route.path, (req, res) => serve(route, limit, parts, req, res));
  }
  return router;
}

async function serve(route: Route, limit: Limit, parts: MountParts, req: Request, res: Response): Promise<void> {
  res.locals.route = route.path;
  await limit(req);

  const guarded = allowedFor(route, req);
  if (guarded === 'yes') {
    if (route.room) allowMedia(res);
    const visit = visitOf(route, parts, req, res);
    await parts.hear(visit);
    const first = await inFrontOf(route, visit);
    if (first === undefined) await answer(route, visit, parts, req, res);
    else await parts.renderer.send(first, {}, req, res);
  } else {
    await parts.renderer.send(turnedAway(guarded, req), route, req, res);
  }
}

async function answer(route: Route, visit: Visit, parts: MountParts, req: Request, res: Response): Promise<void> {
  const reply = await replyTo(route, visit);
  const cookies = parts.cookiesWith(visit, route);
  const isRead = isLookedAt(req) && 'page' in reply && reply.status === undefined;
  const ad = isRead ? await parts.adFor(visit, route) : undefined;

  await parts.renderer.send(withCookies(reply, cookies), { ...route, ad }, req, res);
  if (isRead) parts.pageSent({ visit, route, cookies, ad });
}

/** What is only asked after, or fetched ahead, may never be looked at. */
const isLookedAt = (req: Request): boolean => req.method === 'GET' && !isFetchedAhead(req);

const withCookies = (reply: Reply, cookies: SetCookie[]): Reply =>
  'page' in reply ? { ...reply, cookies: [...(reply.cookies ?? []), ...cookies] } : reply;

/** What the handler says; or the form again, when the handler or the schema refuses what was typed. */
async function replyTo(route: Route, visit: Visit): Promise<Reply> {
  const body = route.method === 'POST' ? parse(route.body, visit.body) : { ok: true as const, value: undefined };
  const entered = enteredIn(visit.body);
  const ask = route.handle as (visit: Visit) => Promise<Reply> | Reply;

  try {
    if (!body.ok) throw new Refusal('invalid', { problems: body.problems });
    return await ask({ ...visit, body: body.value });
  } catch (error) {
    return formAgain(route, visit, entered, error);
  }
}

async function formAgain(route: Route, visit: Visit, entered: Entered, error: unknown): Promise<Reply> {
  if (!(error instanceof Refusal) || route.again === undefined || error.code === 'not-found') throw error;

  const again = route.again as (visit: Visit, entered: Entered, problems: object) => Promise<Reply> | Reply;
  const problems = error.problems ?? { '': error.message };
  const reply = await again(visit, entered, problems);
  if (!('page' in reply)) return reply;

  const { status, retryAfter } = error;
  return { ...reply, status, retryAfter, title: `${attention(problems)} – ${reply.title}` };
}

function attention(problems: object): string {
  const fields = Object.keys(problems).filter((name) => name !== '').length;
  if (fields === 0) return 'Not yet';
  else return fields === 1 ? 'One field needs attention' : `${fields} fields need attention`;
}

function visitOf(route: Route, parts: MountParts, req: Request, res: Response): Visit {
  const params = parse(route.params, req.params);
  const query = route.query === undefined ? { ok: true as const, value: {} } : parse(route.query, req.query);
  if (!params.ok || !query.ok) throw notFound();

  const { cookies, settings } = res.locals;
  const from = { person: req.user, address: req.ip ?? '' };
  return {
    params: params.value,
    query: query.value,
    body: req.body,
    ...from,
    mails: route.mails && MailCause.of(from, route),
    session: visitSession(req, res, parts.cookieName),
    cookies,
    age: readMark(parts, cookies[AGE_COOKIE]),
    signals: signalsIn(req),
    settings,
    request: req,
  };
}

function turnedAway(guarded: Exclude<Guarded, 'yes'>, req: Request): Reply {
  // A page that somebody may see after signing in says so; everything else does not admit that it exists.
  if (guarded === 'sign-in')
    return { redirect: `/sign-in?next=${encodeURIComponent(req.method === 'GET' ? req.originalUrl : '/')}` };
  else if (guarded === 'suspended')
    return { page: 'accounts/suspended', title: 'Your account is suspended', status: 403 };
  else throw notFound();
}

type Limit = (req: Request) => Promise<void>;

function limiterFor({ rate }: Route): Limit {
  if (rate === undefined) return async () => {};

  const limiter = new RateLimiterMemory({ points: rate.points, duration: rate.seconds });
  return async (req) => {
    try {
      await limiter.consume(networkOf(req.ip ?? ''));
    } catch (spent) {
      if (spent instanceof Error) throw spent;
      throw new Refusal('too-many', { retryAfter: rate.seconds });
    }
  };
}
