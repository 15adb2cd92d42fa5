import type { Queries } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Personal } from '../platform/personal.ts';
import { mailboxesAfter } from './store.ts';

/** A page of the confirmed addresses of people who may sign in, sealed, in a lasting order: whoever follows `after`. */
export const listMailboxes = (
  tx: Queries,
  page: { after: PersonId | undefined; take: number },
): Promise<{ id: PersonId; email: Personal<'email'> }[]> => mailboxesAfter(tx, page);
