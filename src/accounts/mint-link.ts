import { createHash } from 'node:crypto';
import { newSecret, type PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { insertLink, type LinkPurpose } from './link-store.ts';
import { LINK_LIFE_MS } from './rules.ts';

/** Only the hash of a link's secret is stored. The secret has 256 bits, so it needs no salt and no slow hash. */
export const linkHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Where each kind of link leads; its secret comes after. */
export const LINK_PAGES: Record<LinkPurpose, string> = {
  confirm_address: '/confirm',
  reset_password: '/password/reset',
};

/** From when to when a link works that is made now: a day or an hour. Earlier ones go on working until one is used. */
export function lifeOf({ clock }: Pick<Parts, 'clock'>, purpose: LinkPurpose): { createdAt: Date; expiresAt: Date } {
  const createdAt = clock();
  return { createdAt, expiresAt: new Date(createdAt.getTime() + LINK_LIFE_MS[purpose]) };
}

/** The address of a link that works once, without a letter: for demonstrations. */
export async function mintLink(
  parts: Pick<Parts, 'db' | 'clock' | 'config'>,
  personId: PersonId,
  purpose: LinkPurpose,
): Promise<string> {
  const token = newSecret();
  await insertLink(parts.db, { hash: linkHash(token), personId, purpose, ...lifeOf(parts, purpose) });
  return `${parts.config.BASE_URL}${LINK_PAGES[purpose]}/${token}`;
}
