import { createHash } from 'node:crypto';
import { linkSecret } from '../letters/blanks.ts';
import type { Parts } from '../platform/parts.ts';

/** What the letter that brings the link of an entry is caused by. There is one such letter for each entry, ever. */
export const letterKeyOf = (entryId: string): string => `survey-entry:${entryId}`;

/**
 * The secret of the link to an entry. Computed from what only we have, so that the page after sending, the letter and My
 * Profile lead to the same place and no table holds it.
 */
export const entryToken = (parts: Pick<Parts, 'secrets'>, entryId: string): string =>
  linkSecret(parts, letterKeyOf(entryId));

export const entryLinkHash = (token: string): string => createHash('sha256').update(token).digest('base64url');
