import type { Queries } from '../platform/db.ts';
import { hostAndPort } from '../platform/egress.ts';
import type { Parts } from '../platform/parts.ts';
import { rules } from '../policy/catalogue.ts';
import { LiveProcessor } from './proofs.ts';
import { OPERATOR, type ProcessorState, stateOf } from './rules.ts';
import { allProcessors, type ProcessorRow, processorAt } from './store.ts';

type Looking = Pick<Parts, 'clock' | 'config'>;

/** What a relay is handed letters by: those about an account and what was asked for, and those that come by themselves. */
export type RelayRule = 'relay-letters' | 'relay-news';

/**
 * The relay of the configuration, while there is a live agreement that lets it carry letters of this kind: signed, approved,
 * not run out and not ended (PP-09.3). Nothing otherwise.
 */
export async function liveRelay(
  { clock, config }: Looking,
  tx: Queries,
  rule: RelayRule = 'relay-letters',
): Promise<LiveProcessor | undefined> {
  if (config.SMTP_URL === undefined) return undefined;
  const { categories, purpose } = rules[rule];
  const row = await processorAt(tx, hostAndPort(config.SMTP_URL), clock(), { categories, purposes: [purpose] });
  return row === undefined ? undefined : LiveProcessor.from(row);
}

/** Whether a connection to this `host:port` may leave: somebody in use is reached there (PP-08.2). */
export const mayGo = async ({ db, clock }: { db: Queries } & Pick<Parts, 'clock'>, place: string): Promise<boolean> =>
  (await processorAt(db, place, clock())) !== undefined;

/** A company of the register, with how it stands now. */
export type Found = Omit<ProcessorRow, 'approval' | 'end'> & {
  state: ProcessorState;
  /** From when on it could be handed something. Nothing while it waits, and where it was ended before anybody approved. */
  since: Date | undefined;
  endedAt: Date | undefined;
};

/** Everybody in the register, by name. The pages and the command line show these same rows. */
export async function findProcessors({ db, clock }: Pick<Parts, 'db' | 'clock'>): Promise<Found[]> {
  const now = clock();
  return (await allProcessors(db)).map(({ approval, end, ...row }) => ({
    ...row,
    state: stateOf({ ...row, approval, end }, now),
    since: sinceOf(row.addedBy === OPERATOR ? row.addedAt : approval?.at, row.signedAt),
    endedAt: end?.at,
  }));
}

function sinceOf(usable: Date | undefined, signedAt: Date): Date | undefined {
  return usable === undefined || usable > signedAt ? usable : signedAt;
}
