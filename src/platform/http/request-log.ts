import type { RequestHandler } from 'express';
import type { Log } from '../log.ts';

/** One line for each request: the pattern of the address, never the address itself, which may hold a secret. */
export const requestLog =
  (log: Log): RequestHandler =>
  (req, res, next) => {
    const began = performance.now();
    res.on('finish', () => {
      const ms = Math.round(performance.now() - began);
      log.debug('request', { method: req.method, route: res.locals.route ?? 'none', status: res.statusCode, ms });
    });
    next();
  };
