import { createHmac } from 'node:crypto';
import { compute } from '../gateway/release.ts';
import type { Tx } from '../platform/db.ts';
import type { MailCause } from '../platform/http/mail-cause.ts';
import { newSecret } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal } from '../platform/personal.ts';
import { hostsOf, mailboxOf } from './mailbox.ts';
import { giveBackTurns, takeTurns } from './store.ts';

/**
 * Letters that a flood of others must not keep from somebody. `way-in` lets the owner of a confirmed account back in;
 * `security-notice` tells them of a change that may not have been theirs; `own` goes to the confirmed address of whoever is
 * signed in and asked for it.
 */
export type Assured = 'way-in' | 'security-notice' | 'own';

type Wanted = { to: Personal<'email'> | 'nobody'; cause: MailCause | 'house'; assured?: Assured | undefined };
type LimitParts = Pick<Parts, 'clock' | 'log' | 'secrets'>;

/** One count: of what, and how many letters fit into how many seconds. */
type Turn = { count: string; of: string; points: number; seconds: number };

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** What one mailbox gets at most because of people who are neither its owner nor staff, by all routes together. */
const MAILBOX = { hour: 3, day: 10 };
/** Whoever is signed in causes these to their own mailbox; nobody else can use them up. */
const OWN = { hour: 10, day: 30 };
/** Staff answer the same person a few times, and many people in an hour. */
const STAFF = { mailbox: 10, person: 300 };
const MEMBER = { hour: 20, day: 60 };
/** A class that registers together sits behind one address. */
const NETWORK = { hour: 120, day: 600 };
/** A small mail host is somebody's as well. A domain may have many hosts below it. */
const HOST = { hour: 200, domain: 1000 };
/** All letters in an hour that strangers cause. Beyond this it is no busy day, it is an attack. */
const SITE = 2000;

/**
 * Whether one more letter may go. A visit is counted by the mailbox, by the host it is on, by the network or the person it
 * came from and by the whole site. Letters that do not leave are not counted, so nobody uses up turns by being refused. The
 * same work is done for an address that is unknown.
 */
export async function limitLetters(
  { clock, log, secrets }: LimitParts,
  tx: Tx,
  { to, cause, assured }: Wanted,
): Promise<boolean> {
  if (cause === 'house' || assured === 'security-notice') return true;

  const turns = turnsFor(to, cause, assured);
  const rows = turns.map(({ count, of, seconds }) => ({ key: keyOf(secrets, `${count} in ${seconds}`, of), seconds }));
  const taken = await takeTurns(tx, rows, clock());
  const spent = turns.filter(({ points }, at) => (taken.get(rows[at]?.key ?? '') ?? 0) > points);
  const leaves = fits(spent, assured);
  // Taken in any case, so that one that stays takes as long as one that leaves.
  await giveBackTurns(tx, leaves && to !== 'nobody' ? [] : rows);

  if (!leaves) log.warn('letter.held-back', { by: spent.map(({ count }) => count).join(', '), route: cause.route });
  alarm(log, turns, (at) => taken.get(rows[at]?.key ?? ''));
  return leaves;
}

/** Nothing is spent. A way in also goes when none went in the last hour: otherwise its owner has one that still opens. */
function fits(spent: readonly Turn[], assured: Assured | undefined): boolean {
  const names = new Set(spent.map(({ count }) => count));
  if (assured !== 'way-in') return names.size === 0;
  return !names.has('network-ways-in') && !(names.has('mailbox') && names.has('way-in'));
}

/** The last letter before nothing of strangers leaves any more says so, once. */
function alarm(log: Parts['log'], turns: readonly Turn[], pointsAt: (at: number) => number | undefined): void {
  const at = turns.findIndex(({ count }) => count === 'site');
  if (at >= 0 && pointsAt(at) === SITE)
    log.error('letters.flooded', new Error('Strangers caused as many letters as fit into an hour.'), { most: SITE });
}

function turnsFor(to: Wanted['to'], cause: MailCause, assured: Assured | undefined): Turn[] {
  const { mailbox, hosts } = placeOf(to);
  if (assured === 'own' && to !== 'nobody' && to.about === cause.person) return perHourAndDay('own', mailbox, OWN);
  if (cause.byStaff)
    return [
      { count: 'staff-mailbox', of: mailbox, points: STAFF.mailbox, seconds: HOUR },
      { count: 'staff', of: cause.person ?? '', points: STAFF.person, seconds: HOUR },
    ];

  const received = perHourAndDay('mailbox', mailbox, MAILBOX);
  if (assured === 'way-in')
    return [
      ...received,
      { count: 'way-in', of: mailbox, points: 1, seconds: HOUR },
      ...perHourAndDay('network-ways-in', cause.network, NETWORK),
    ];
  return [
    // First, because all who cause letters at once wait for each other here and so nowhere else.
    { count: 'site', of: to === 'nobody' ? mailbox : 'all', points: SITE, seconds: HOUR },
    ...received,
    ...(hosts === undefined ? [] : perHost(hosts)),
    ...(cause.person === undefined
      ? perHourAndDay('network', cause.network, NETWORK)
      : perHourAndDay('member', cause.person, MEMBER)),
  ];
}

const perHourAndDay = (count: string, of: string, { hour, day }: { hour: number; day: number }): Turn[] => [
  { count, of, points: hour, seconds: HOUR },
  { count, of, points: day, seconds: DAY },
];

const perHost = ({ host, domain }: { host: string; domain: string }): Turn[] => [
  { count: 'host', of: host, points: HOST.hour, seconds: HOUR },
  { count: 'domain', of: domain, points: HOST.domain, seconds: HOUR },
];

/** For an unknown address a mailbox that nobody has. */
function placeOf(to: Wanted['to']): { mailbox: string; hosts: ReturnType<typeof hostsOf> } {
  const placed = (email: string) => ({ mailbox: mailboxOf(email), hosts: hostsOf(email) });
  return to === 'nobody' ? placed(`nobody@${newSecret()}`) : compute('run-service', to, placed);
}

/** Mailboxes and networks are counted under a keyed hash, so that the table names nobody. */
const keyOf = ({ hash }: Parts['secrets'], count: string, of: string): string =>
  createHmac('sha256', hash).update(`letters by ${count} ${of}`).digest('base64url');
