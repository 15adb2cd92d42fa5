import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';
import { Refusal } from '../errors.ts';

/**
 * Says whether a request that may change something came from our own pages. Browsers tell with Sec-Fetch-Site; older
 * ones with Origin. A client that sends neither is no browser and carries nobody's cookie by accident.
 */
export function fromOurOwnPages(headers: IncomingHttpHeaders, baseUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  const { origin, host } = headers;

  if (site !== undefined) {
    return site === 'same-origin' || site === 'none';
  } else if (origin !== undefined) {
    return origin === baseUrl || (URL.canParse(origin) && new URL(origin).host === host);
  } else {
    return true;
  }
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses every write that another site started; except at addresses that show by themselves that whoever asks may. */
export const sameOriginWrites =
  (baseUrl: string, { exceptAt }: { exceptAt?: RegExp } = {}): RequestHandler =>
  (req, _res, next) => {
    const isOpen = READS.has(req.method) || exceptAt?.test(req.path) === true;
    if (isOpen || fromOurOwnPages(req.headers, baseUrl)) next();
    else next(new Refusal('cross-site'));
  };
