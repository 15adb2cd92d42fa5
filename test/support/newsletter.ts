import { hashOf } from '#src/mailings/subscribe.ts';
import { writeIssue } from '#src/mailings/write-issue.ts';
import { newId } from '#src/platform/ids.ts';
import type { Parts } from '#src/platform/parts.ts';
import { idOf } from './everybody.ts';

/** A draft that Eve writes. */
export const anIssue = async (parts: Parts): Promise<string> =>
  writeIssue(parts, { stream: 'news', title: 'Straw', markdown: 'Soak it.' }, await idOf(parts, 'eve'));

/** The secret of the link to Noor's own page: she subscribes without an account. */
export async function ownLink({ db, clock }: Pick<Parts, 'db' | 'clock'>): Promise<string> {
  const token = 'n'.repeat(43);
  const now = clock();
  const link = { linkHash: hashOf(token), linkExpiresAt: new Date(now.getTime() + 3_600_000) };
  await db.subscriber.upsert({
    where: { email: 'noor@anymeeting.example' },
    create: {
      ...{ id: newId<string>(), email: 'noor@anymeeting.example', addressHash: 'N'.repeat(43) },
      ...{ policyVersionId: 1, agePassedAt: now, createdAt: now, ...link },
    },
    update: link,
  });
  return token;
}
