import { parseCookie } from 'cookie';
import type { RequestHandler } from 'express';
import type { RememberedSettings } from './route.ts';

export type Cookies = Record<string, string | undefined>;
export type SettingsIn = (cookies: Cookies) => RememberedSettings | undefined;

/** Reads the cookies of a request once, and the settings in them, for handlers and for every page, the error page too. */
export const cookiesIn =
  (settingsIn: SettingsIn): RequestHandler =>
  (req, res, next) => {
    const cookies = parseCookie(req.headers.cookie ?? '');
    res.locals.cookies = cookies;
    res.locals.settings = settingsIn(cookies);
    next();
  };
