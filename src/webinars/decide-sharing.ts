import { grant, withdraw } from '../consent/decide.ts';
import { findOptIns } from '../consent/opt-in.ts';
import type { Tx } from '../platform/db.ts';
import { notAllowed, Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { optIns } from '../policy/catalogue.ts';
import { mayShare, stateOf } from './rules.ts';
import type { Webinar } from './store.ts';

type SharingParts = Pick<Parts, 'db' | 'clock'>;

/** The words of the opt-in with the host's name in them, as they stand on the page of the webinar. */
export const sharingWords = ({ hostName }: Pick<Webinar, 'hostName'>) =>
  hostName.as((name) => optIns['share-email'].words.replace('{recipient}', () => name));

/** The number of the receipt under which somebody lets a host write to them now; nothing when they do not. */
export async function sharingOf(
  { db }: { db: Tx },
  { hostId }: Pick<Webinar, 'hostId'>,
  personId: PersonId,
): Promise<bigint | undefined> {
  const optIns = await findOptIns(db, { subjects: [personId], optIn: 'share-email', recipientId: hostId });
  return optIns.get(personId)?.eventId;
}

/**
 * Writes that a person gives their address to the host of a webinar, or takes it back (PP-09.2). The person decides for
 * themselves: nobody is named but whoever is signed in. Doing twice what is done writes nothing. `not-allowed` for the
 * host, `wrong-state` for a webinar that was called off or not held; taking back is always possible.
 */
export async function decideSharing(
  parts: SharingParts,
  webinar: Webinar,
  { personId, share }: { personId: PersonId; share: boolean },
): Promise<void> {
  if (personId === webinar.hostId) throw notAllowed();
  if (share && !mayShare(stateOf(webinar, parts.clock()))) throw new Refusal('wrong-state');

  const decision = {
    subject: personId,
    optIn: 'share-email',
    recipientId: webinar.hostId,
    surface: 'webinar',
    shown: sharingWords(webinar).value,
  } as const;
  await parts.db.transaction(async (tx) => {
    const shares = (await sharingOf({ db: tx }, webinar, personId)) !== undefined;
    if (share && !shares) await grant(parts, tx, decision);
    if (!share && shares) await withdraw(parts, tx, decision);
  });
}
