import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** Camera, microphone and screen are asked for on room pages alone; nothing else of the browser is ever needed. */
const NEVER = [
  'accelerometer',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'midi',
  'payment',
  'usb',
  'browsing-topics',
];
const IN_ROOMS = ['camera', 'microphone', 'display-capture', 'speaker-selection', 'autoplay', 'fullscreen'];

/** A year, as preload lists ask for. */
const HSTS_SECONDS = 31_536_000;

/** Security headers for every answer. The policy names our own origin and the nonce of this one answer, nobody else. */
export function securityHeaders({ https }: { https: boolean }): RequestHandler[] {
  return [
    (_req, res, next) => {
      res.locals.nonce = randomBytes(16).toString('base64url');
      res.setHeader('Permissions-Policy', permissions(NEVER.concat(IN_ROOMS), []));
      next();
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'", (_req, res) => `'nonce-${(res as Response).locals.nonce}'`],
          styleSrc: ["'self'"],
          fontSrc: ["'self'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          mediaSrc: ["'self'", 'blob:'],
          connectSrc: ["'self'"],
          workerSrc: ["'self'"],
          manifestSrc: ["'self'"],
          frameSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          objectSrc: ["'none'"],
          frameAncestors: ["'none'"],
          ...(https ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: https ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
      frameguard: { action: 'deny' },
      crossOriginEmbedderPolicy: false,
    }),
  ];
}

/** Lets this one page ask for camera, microphone and screen. */
export function allowMedia(res: Response): void {
  res.setHeader('Permissions-Policy', permissions(NEVER, IN_ROOMS));
}

/** Lets this one page show frames of one company; every other page goes on without (PP-07.5). */
export function allowFrames(res: Response, origin: string): void {
  const policy = String(res.getHeader('Content-Security-Policy'));
  res.setHeader('Content-Security-Policy', policy.replace("frame-src 'self'", `frame-src 'self' ${origin}`));
}

/** For a document that somebody else wrote: no scripts, no requests, shown inside our own pages only. */
export function sandbox(res: Response): void {
  res.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox",
  );
  res.setHeader('X-Frame-Options', 'SAMEORIGIN');
}

const permissions = (none: string[], self: string[]) =>
  [...none.map((feature) => `${feature}=()`), ...self.map((feature) => `${feature}=(self)`)].join(', ');
