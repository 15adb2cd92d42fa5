import { listMailboxes } from '../accounts/list-mailboxes.ts';
import type { Audience } from '../letters/consenting.ts';
import type { Queries } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Personal } from '../platform/personal.ts';
import { subscribersAfter } from './store.ts';

/** So many at once: their letters fit into one transaction. */
const PAGE = 500;

type Found = { id: string; email: Personal<'email'> };

/**
 * Everybody who could be asked whether they want it, page by page: people with an account, and for the newsletter those
 * without. Whether they do want it is not decided here.
 */
export async function* walkAudience(tx: Queries, audience: Audience): AsyncGenerator<Personal<'email'>[]> {
  yield* pages((after) => listMailboxes(tx, { after: after as PersonId | undefined, take: PAGE }));
  if (audience === 'newsletter') yield* pages((after) => subscribersAfter(tx, { after, take: PAGE }));
}

async function* pages(next: (after: string | undefined) => Promise<Found[]>): AsyncGenerator<Personal<'email'>[]> {
  let after: string | undefined;
  while (true) {
    const page = await next(after);
    if (page.length > 0) yield page.map(({ email }) => email);
    if (page.length < PAGE) return;
    after = page.at(-1)?.id;
  }
}
