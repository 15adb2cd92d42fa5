import type { Request } from 'express';
import type { Who } from './route.ts';

export type Guarded = 'yes' | 'sign-in' | 'hidden';

/** Decides who gets to a route: `sign-in` where a member would, `hidden` where the visitor must not learn of it. */
export function allowedFor(who: Who, req: Request): Guarded {
  if (who === 'anyone') return 'yes';
  else if (who === 'self') return fromThisMachine(req) ? 'yes' : 'hidden';
  else if (req.user === undefined) return 'sign-in';
  else return RANK[req.user.role] >= RANK[who] ? 'yes' : 'hidden';
}

const RANK = { member: 1, staff: 2, admin: 3 };

const LOOPBACK = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/;
const OF_PROXIES = /^(forwarded|via|x-real-ip|x-forwarded-.+)$/;
const LOCAL_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * True for somebody at this machine. A proxy on this machine speaks for others, and a name that was pointed at 127.0.0.1
 * by a stranger makes the browser speak for that stranger: neither counts.
 */
function fromThisMachine(req: Request): boolean {
  const { host = '' } = req.headers;
  const proxied = Object.keys(req.headers).some((name) => OF_PROXIES.test(name));
  return LOOPBACK.test(req.socket.remoteAddress ?? '') && LOCAL_NAME.test(host) && !proxied;
}
