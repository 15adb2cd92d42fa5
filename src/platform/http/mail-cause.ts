import type { PersonId } from '../ids.ts';
import { prefixOf } from '../network.ts';

type RouteOf = { path: string; who: string };

/**
 * That a visit may cause a letter, and where it came from. Made for routes whose row says `mails: true` and for no others, so
 * that the table of routes names every way in which somebody can make us write to somebody.
 */
export class MailCause {
  readonly route: string;
  /** The network the request came from. Counted under a keyed hash, never stored. */
  readonly network: string;
  readonly person: PersonId | undefined;
  /** Whether this is something that only staff can do. */
  readonly byStaff: boolean;

  private constructor(route: string, network: string, person: PersonId | undefined, byStaff: boolean) {
    this.route = route;
    this.network = network;
    this.person = person;
    this.byStaff = byStaff;
  }

  /** For the mounting of routes; a house test allows no other caller. */
  static of(visit: { address: string; person: { id: PersonId } | undefined }, { path, who }: RouteOf): MailCause {
    return new MailCause(path, prefixOf(visit.address), visit.person?.id, who === 'staff' || who === 'admin');
  }
}

/** The cause of the letter that a handler is about to write. Throws on a route that is not said to cause any. */
export function causeOf({ mails }: { mails: MailCause | undefined }): MailCause {
  if (mails === undefined) throw new Error('This route causes a letter and does not say so: mails: true.');
  return mails;
}
