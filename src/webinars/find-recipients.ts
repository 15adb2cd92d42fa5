import type { Parts } from '../platform/parts.ts';
import type { Released } from '../platform/personal.ts';
import { latestOfHosts, webinarsWith } from './store.ts';

/** A webinar or a host that received something, as everybody with the link may know them. */
export type Recipient = { kind: 'webinar' | 'host'; name: string | Released<'participants'>; code: string };

/**
 * What the ids of recipients stand for: webinars by their titles, hosts by the names on their pages. An id of neither, or
 * of what is gone, is not in it.
 */
export async function recipientsWith(
  { db }: Pick<Parts, 'db'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Recipient>> {
  const asked = [...new Set(ids)].filter((id) => UUID.test(id));
  const [webinars, hosts] = await Promise.all([webinarsWith(db, asked), latestOfHosts(db, asked)]);
  return new Map<string, Recipient>([
    ...webinars.map(({ id, title, code }) => [id, { kind: 'webinar', name: title, code }] as const),
    ...hosts.map(({ hostId, hostName, code }) => [hostId, { kind: 'host', name: hostName, code }] as const),
  ]);
}

/** Companies and our own programs go by a short word. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
