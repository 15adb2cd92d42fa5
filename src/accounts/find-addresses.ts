import type { Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Personal } from '../platform/personal.ts';
import { addressesOf } from './store.ts';

/** The addresses of these people, sealed, by person; whoever has no account any more is not among them. */
export async function findAddresses(tx: Tx, ids: PersonId[]): Promise<ReadonlyMap<string, Personal<'email'>>> {
  return new Map((await addressesOf(tx, ids)).map(({ id, email }) => [id, email]));
}
