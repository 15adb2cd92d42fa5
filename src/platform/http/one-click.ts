import { type RequestHandler, text } from 'express';

/** Where letters are stopped. The link itself shows that whoever sends it may: no cookie is asked and none counts. */
export const ONE_CLICK = /^\/u\/[A-Za-z0-9_-]{1,200}$/;

const readsMultipart = text({ type: 'multipart/form-data', limit: '4kb', defaultCharset: 'utf-8' });
const FIELD = /name="([^"\r\n]{1,60})"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]{0,60})\r?\n/g;

/**
 * Reads the form that the button of a mail program sends, which comes in parts (RFC 8058): short fields only, and only here.
 * Everywhere else such a form stays unread.
 */
export const oneClickForms: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST' || !ONE_CLICK.test(req.path)) {
    next();
    return;
  }
  readsMultipart(req, res, (problem?: unknown) => {
    if (typeof req.body === 'string')
      req.body = Object.fromEntries(Array.from(req.body.matchAll(FIELD), ([, name = '', value = '']) => [name, value]));
    next(problem);
  });
};
