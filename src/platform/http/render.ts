import type { Request, Response } from 'express';
import type { Config } from '../config.ts';
import type { PersonId } from '../ids.ts';
import { type Released, unwrap } from '../personal.ts';
import type { Views } from '../views.ts';
import { asCsv, type Cell } from './csv.ts';
import { allowFrames, sandbox } from './headers.ts';
import type { PageAd, Reply, Route, SetCookie, SignedIn } from './route.ts';
import { isFetchedAhead } from './signals.ts';

export type RenderParts = {
  config: Config;
  views: Views;
  /** The policy version in force; every page names it. */
  policyVersion(): Promise<number>;
  /** What somebody signed in has to be told at the top of their next page, if anything. */
  changesFor(person: PersonId): Promise<ToTell | undefined>;
  /** What admins have to be told on every page while letters wait. */
  lettersWaiting(): Promise<object | undefined>;
};

/** `notice` stands at the top of the page; `told` is called once the page is ready. */
export type ToTell = { notice: object | undefined; told(): Promise<void> };

/** Whether the page may be kept, and what stands in its place for an advertisement. */
type How = Pick<Route, 'sameForEverybody'> & { ad?: PageAd | undefined };

export type Renderer = {
  send(reply: Reply, how: How, req: Request, res: Response): Promise<void>;
};

/** Stands in a kept page where the nonce of each answer goes; a page cannot contain it by accident. */
const NONCE_PLACE = `nonce-${'0'.repeat(22)}-place`;

/** Turns replies into answers. Pages that are the same for everybody are rendered once and kept in memory. */
export function openRenderer({ config, views, policyVersion, changesFor, lettersWaiting }: RenderParts): Renderer {
  const kept = new Map<string, string[]>();

  async function page(
    reply: Extract<Reply, { page: string }>,
    { keep, ad }: { keep: boolean; ad: PageAd | undefined },
    req: Request,
    res: Response,
  ): Promise<string> {
    const version = await policyVersion();
    const theme = themeFor(req, res);
    const key = `${version} ${theme} ${req.path}`;
    const known = keep ? kept.get(key) : undefined;
    if (known !== undefined) return known.join(res.locals.nonce);

    const toTell = isRead(reply, req) ? await changesFor(req.user.id) : undefined;
    const html = await views.page(
      reply.page,
      {
        site: { name: config.SITE_NAME, baseUrl: config.BASE_URL, postalAddress: config.POSTAL_ADDRESS },
        person: req.user && { name: req.user.name.value, role: req.user.role },
        theme,
        nonce: keep ? NONCE_PLACE : res.locals.nonce,
        path: req.path,
        policyVersion: version,
        changes: toTell?.notice,
        lettersWait: isAdmin(req.user) ? await lettersWaiting() : undefined,
        ...(unwrap(reply.model ?? {}, (released) => isFor(viewerOf(reply, req), released)) as object),
        title: reply.title,
        // After the model, so that no handler puts one there.
        ad,
      },
      reply.layout ?? 'site',
    );
    await toTell?.told();
    if (!keep) return html;

    const pieces = html.split(NONCE_PLACE);
    kept.set(key, pieces);
    return pieces.join(res.locals.nonce);
  }

  return {
    async send(reply, { sameForEverybody, ad }, req, res) {
      for (const cookie of cookiesOf(reply)) setCookie(cookie, config, res);

      if ('page' in reply) {
        const isSame = sameForEverybody === true && req.user === undefined && reply.status === undefined;
        const html = await page(reply, { keep: isSame && ad === undefined, ad }, req, res);
        if (ad?.from.origin !== undefined) allowFrames(res, ad.from.origin);
        res
          .status(reply.status ?? 200)
          .set(headersOf(reply))
          .type('html')
          .end(html);
      } else if ('redirect' in reply) {
        res.redirect(303, reply.redirect);
      } else {
        sendPlain(reply, req, res);
      }
    },
  };
}

/** What is no page of ours: data, letters, and files to keep. */
function sendPlain(reply: Exclude<Reply, { page: string } | { redirect: string }>, req: Request, res: Response): void {
  const opened = (data: unknown) => unwrap(data, (released) => isFor(req.user, released));
  const { status = 200 } = reply as { status?: number };

  if ('json' in reply) {
    res.status(status).setHeader('Cache-Control', 'no-store').json(opened(reply.json));
  } else if ('csv' in reply) {
    sendFile(res, { name: reply.name, type: 'text/csv' }, asCsv(opened(reply.csv) as Cell[][]));
  } else if ('download' in reply) {
    const lines = opened(reply.lines) as unknown[][];
    sendFile(res, { name: reply.download, type: 'text/plain' }, lines.map((line) => `${line.join('')}\n`).join(''));
  } else if ('letter' in reply) {
    sandbox(res);
    res.type('html').end(reply.letter);
  } else {
    res.status(status).type('text/plain').end(reply.text);
  }
}

function sendFile(res: Response, { name, type }: { name: string; type: string }, text: string): void {
  res
    .set({ 'Cache-Control': 'no-store', 'Content-Disposition': `attachment; filename="${name}"` })
    .type(type)
    .end(text);
}

/** Whether somebody signed in opens this page to read it: no form that came back, no error, no room, nothing fetched ahead. */
const isRead = (
  { status = 200, layout = 'site' }: Extract<Reply, { page: string }>,
  req: Request,
): req is Request & { user: SignedIn } =>
  req.user !== undefined && req.method === 'GET' && status === 200 && layout === 'site' && !isFetchedAhead(req);

const themeFor = (req: Request, res: Response) => req.user?.theme.value ?? res.locals.settings?.theme ?? 'system';
const isAdmin = (viewer: SignedIn | undefined) => viewer?.role === 'admin';

type Viewer = Pick<SignedIn, 'id' | 'role'>;

/** Whoever is signed in; or whoever showed the secret link of something of theirs, which has no account and no rights. */
const viewerOf = ({ shownTo }: Extract<Reply, { page: string }>, req: Request): Viewer | undefined =>
  shownTo === undefined ? req.user : { id: shownTo as PersonId, role: 'member' };

/** Whether a released value is for whoever looks at the page. Participants are those who have the link of the webinar. */
function isFor(viewer: Viewer | undefined, { recipient, to }: Released<string, unknown>): boolean {
  if (recipient === 'participants') return true;
  else if (recipient === 'staff') return viewer?.id === to && viewer.role !== 'member';
  else return ['self', 'host', 'organiser'].includes(recipient) && viewer?.id === to;
}

const headersOf = ({ retryAfter }: { retryAfter?: number | undefined }): Record<string, string> => ({
  'Cache-Control': 'no-store',
  ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
});

const cookiesOf = (reply: Reply): SetCookie[] => ('cookies' in reply ? (reply.cookies ?? []) : []);

function setCookie({ name, value, path, maxAgeSeconds }: SetCookie, config: Config, res: Response): void {
  res.cookie(name, value, {
    path,
    ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds * 1000 }),
    httpOnly: true,
    sameSite: 'lax',
    secure: config.BASE_URL.startsWith('https:'),
  });
}
