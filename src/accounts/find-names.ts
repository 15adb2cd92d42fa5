import type { Tx } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Personal } from '../platform/personal.ts';
import { namesOf } from './store.ts';

/** What a person goes by, and when something that others see of them last changed. */
export type Named = { id: PersonId; name: Personal<'name'>; changedAt: Date };

/** The names of these people, sealed; whoever has no account any more is not among them. */
export const findNames = ({ db }: { db: Tx }, ids: PersonId[]): Promise<Named[]> => namesOf(db, { ids });

/** Those of these people whose account has changed since then. It may have been something else than the name. */
export const findRenamed = ({ db }: { db: Tx }, { ids, since }: { ids: PersonId[]; since: Date }): Promise<Named[]> =>
  namesOf(db, { ids, since });
