import type { Tx } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import type { PersonId, WebinarCode, WebinarId } from '../platform/ids.ts';
import { ownWebinar, type Webinar, webinarWith } from './store.ts';

export type { Webinar } from './store.ts';

/** The webinar at an address, for anybody who has the address. Refuses with `not-found`. */
export async function webinarByCode({ db }: { db: Tx }, code: WebinarCode): Promise<Webinar> {
  return known(await webinarWith(db, { code }));
}

/** The webinar that a signed token names. Refuses with `not-found`. */
export async function webinarById({ db }: { db: Tx }, id: WebinarId): Promise<Webinar> {
  return known(await webinarWith(db, { id }));
}

/** A webinar for its own host. To everybody else it does not exist: `not-found`, as for no webinar at all. */
export async function webinarOfHost(
  { db }: { db: Tx },
  own: { code: WebinarCode; hostId: PersonId },
): Promise<Webinar> {
  return known(await ownWebinar(db, own));
}

function known(webinar: Webinar | undefined): Webinar {
  if (webinar === undefined) throw notFound();
  return webinar;
}
