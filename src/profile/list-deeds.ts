import { findProcessors } from '../gateway/find-processors.ts';
import { releasesAbout } from '../gateway/find-releases.ts';
import type { Parts } from '../platform/parts.ts';
import type { Subject } from '../platform/personal.ts';
import { recipientsWith } from '../webinars/find-recipients.ts';

/** One page of what we did with a person's data, the latest first, with the names of those who received it (PP-12.3). */
export async function listDeeds(
  parts: Pick<Parts, 'db' | 'clock' | 'config'>,
  subject: Subject,
  { page }: { page: number },
) {
  const { deeds, hasMore } = await releasesAbout(parts, subject, { page });
  const ids = deeds.flatMap(({ to: { id } }) => id ?? []);
  const [recipients, processors] = await Promise.all([recipientsWith(parts, ids), findProcessors(parts)]);
  const companies = new Map(processors.map(({ id, name }) => [id, name]));

  return {
    hasMore,
    deeds: deeds.map(({ to: { words, id = '' }, ...deed }) => {
      const recipient = recipients.get(id);
      return {
        ...deed,
        to: words,
        name: recipient?.name ?? companies.get(id),
        code: recipient?.code,
        isLook: deed.kind === 'look',
      };
    }),
  };
}
