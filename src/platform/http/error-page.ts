import type { ErrorRequestHandler, RequestHandler } from 'express';
import { notFound, Refusal, type RefusalCode } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Renderer } from './render.ts';

/** Whatever reaches this has no address of ours. */
export const nothingHere: RequestHandler = (_req, _res, next) => next(notFound());

const TITLES: Partial<Record<RefusalCode, string>> = {
  'not-found': 'Not found',
  'too-many': 'Too many requests',
  'bug': 'Something broke',
  'link-spent': 'This link is spent',
};

/** The one place where a refusal becomes a page (or JSON, for a program that asks for it). Bugs are logged, not shown. */
export function errorPage({ renderer, log }: { renderer: Renderer; log: Log }): ErrorRequestHandler {
  return async (error, req, res, _next) => {
    const refusal = asRefusal(error);
    if (refusal.code === 'bug') log.error('request.failed', error, { method: req.method, route: res.locals.route });
    if (res.headersSent) {
      res.destroy();
      return;
    }

    if (refusal.retryAfter !== undefined) res.setHeader('Retry-After', refusal.retryAfter);
    const { code, status, message } = refusal;

    if (req.accepts(['html', 'json']) === 'json') {
      await renderer.send({ json: { code, message }, status }, {}, req, res);
    } else {
      const page = {
        page: 'site/error',
        title: TITLES[code] ?? 'That did not work',
        status,
        model: { code, status, sentence: message },
      };
      await renderer.send(page, {}, req, res);
    }
  };
}

/** The body parser reports what it refuses by status; everything unknown is a bug of ours. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;

  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 413) return new Refusal('too-large');
  else if (typeof status === 'number' && status >= 400 && status < 500) return new Refusal('invalid');
  else return new Refusal('bug');
}
