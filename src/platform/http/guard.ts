import type { Request } from 'express';
import type { Route } from './route.ts';

export type Guarded = 'yes' | 'sign-in' | 'hidden' | 'suspended';

/**
 * Decides who gets to a route: `sign-in` where a member would, `hidden` where the visitor must not learn of it,
 * `suspended` where they would if their account were not.
 */
export function allowedFor({ who, room, evenSuspended }: Route, req: Request): Guarded {
  const isKeptOut = req.user?.isSuspended === true && evenSuspended !== true;
  if (who === 'anyone') return isKeptOut && room === true ? 'suspended' : 'yes';
  else if (who === 'self') return fromThisMachine(req) ? 'yes' : 'hidden';
  else if (req.user === undefined) return 'sign-in';
  else if (RANK[req.user.role] < RANK[who]) return 'hidden';
  else return isKeptOut ? 'suspended' : 'yes';
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
