import type { Tx } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import { LiveProcessor } from './proofs.ts';
import { processorAt } from './store.ts';

/**
 * The relay of the configuration, while there is a live agreement with it: signed, approved, not run out and not ended
 * (PP-09.3). Nothing otherwise.
 */
export async function liveRelay(
  { clock, config }: Pick<Parts, 'clock' | 'config'>,
  tx: Tx,
): Promise<LiveProcessor | undefined> {
  if (config.SMTP_URL === undefined) return undefined;
  const row = await processorAt(tx, hostAndPort(config.SMTP_URL), clock());
  return row === undefined ? undefined : LiveProcessor.from(row);
}

/** `smtp.example.org:587`, with the port that the scheme stands for where none is written. */
export function hostAndPort(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (protocol === 'smtps:' ? '465' : '587')}`;
}
