import { type Audience, whoConsents } from '../letters/consenting.ts';
import type { Parts } from '../platform/parts.ts';
import { walkAudience } from './walk-audience.ts';

/** How many would get an issue if it left now, and how many want it and had enough in the last 30 days. */
export async function countAudience(
  parts: Pick<Parts, 'clock' | 'db' | 'secrets'>,
  { audience, issueId }: { audience: Audience; issueId: string },
): Promise<{ people: number; overCap: number }> {
  const seen = new Set<string>();
  let overCap = 0;
  for await (const mailboxes of walkAudience(parts.db, audience)) {
    const found = await whoConsents(parts, parts.db, { audience, issueId, mailboxes });
    for (const { addressHash } of found.consenting) seen.add(addressHash);
    overCap += found.overCap;
  }
  return { people: seen.size, overCap };
}
