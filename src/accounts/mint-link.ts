import { createHash } from 'node:crypto';
import { newSecret, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { type Mailbox, setChangeLink } from './profile-store.ts';
import { LINK_LIFE_MS } from './rules.ts';
import { insertLink, type LinkPurpose } from './store.ts';

/** Only the hash of a link's secret is stored. The secret has 256 bits, so it needs no salt and no slow hash. */
export const linkHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** The address of a link that works once, for a day or an hour. Earlier ones of the person go on working until one is used. */
export async function mintLink(
  parts: Pick<Parts, 'db' | 'clock' | 'config'>,
  personId: PersonId,
  purpose: LinkPurpose,
) {
  const { db, clock, config } = parts;
  const token = newSecret();
  const createdAt = clock();
  const expiresAt = new Date(createdAt.getTime() + LINK_LIFE_MS[purpose]);

  await insertLink(db, { hash: linkHash(token), personId, purpose, createdAt, expiresAt });
  return `${config.BASE_URL}${PAGES[purpose]}/${token}`;
}

/** The link by which one mailbox agrees to a new address; nothing when there is no wish any more, or it has agreed. */
export async function mintChangeLink(
  { db, clock, config }: Pick<Parts, 'db' | 'clock' | 'config'>,
  personId: PersonId,
  mailbox: Mailbox,
): Promise<string | undefined> {
  const token = newSecret();
  const isSet = await setChangeLink(db, personId, { mailbox, hash: linkHash(token), now: clock() });
  return isSet ? `${config.BASE_URL}/address-change/${token}` : undefined;
}

const PAGES: Record<LinkPurpose, string> = { confirm_address: '/confirm', reset_password: '/password/reset' };
