import { createHash, randomBytes } from 'node:crypto';
import { addressHash } from '#src/letters/address-hash.ts';
import { composeLetter } from '#src/letters/compose-letter.ts';
import { type DeliveryParts, openDeliverer, type Ways } from '#src/letters/deliver-letters.ts';
import { queueForMany } from '#src/letters/queue-letters.ts';
import type { LetterClass, MailStream } from '#src/letters/rules.ts';
import { insertLetter } from '#src/letters/store.ts';
import { readConfig } from '#src/platform/config.ts';
import { openEgress } from '#src/platform/egress.ts';
import { newId } from '#src/platform/ids.ts';
import { openLog } from '#src/platform/log.ts';
import { seal } from '#src/platform/personal.ts';
import { openViews } from '#src/platform/views.ts';
import { publishFirstPolicy } from '#src/policy/policy.ts';
import { freshDatabase } from './database.ts';
import type { ScriptedRelay } from './scripted-relay.ts';

/** A house that does nothing but deliver letters, to a relay of the test that counts as our own inbox. */
export type LetterHouse = Awaited<ReturnType<typeof openLetterHouse>>;

export async function openLetterHouse(relay: ScriptedRelay, env: Record<string, string> = {}) {
  const database = await freshDatabase();
  const config = readConfig(env);
  let ahead = 0;
  const clock = () => new Date(Date.now() + ahead);
  const log = openLog('silent');
  const secret = randomBytes(32).toString('base64url');
  const secrets = { session: secret, join: secret, hash: secret, dkim: undefined };
  const parts = { db: database.db, clock, config, log, secrets, views: openViews(config) };
  await publishFirstPolicy(parts);

  const egress = openEgress({ log, mayGo: async () => true });
  const ways: Ways = { appUrl: database.appUrl, inboxUrl: relay.url, egress, scope: 'all' };
  const hash = (email: string) => addressHash(parts, email);
  return {
    ...{ parts, database, ways, hash },
    /** Lets time go by. */
    wait: (milliseconds: number) => (ahead += milliseconds),
    deliverer: (over: Partial<DeliveryParts> = {}) => openDeliverer({ ...parts, ...over }, ways),
    /** Stores a letter and puts it into the outbox for these mailboxes, where they want it. */
    write: (emails: readonly string[], kind: Kind = {}) => write(parts, emails, kind),
    outbox: () => database.db.outbox.findMany({ orderBy: { id: 'asc' } }),
    /** As the link in a letter does. */
    stop: (email: string) => event(parts, email, 'unsubscribed'),
    /** Has this mailbox ask for news, and confirm. */
    async subscribe(email: string) {
      await event(parts, email, 'requested');
      await event(parts, email, 'confirmed');
    },
    async subscribeAll(emails: readonly string[]) {
      const of = { stream: 'news', source: 'test', tokenHash: 'of the link', at: clock() };
      for (const act of ['requested', 'confirmed'] as const)
        await database.db.mailEvent.createMany({
          data: emails.map((email) => ({ ...of, act, addressHash: hash(email) })),
        });
    },
    close: () => database.drop(),
  };
}

type HouseParts = DeliveryParts & {
  views: ReturnType<typeof openViews>;
  db: Awaited<ReturnType<typeof freshDatabase>>['db'];
};
type Kind = { class?: Exclude<LetterClass, 'requested'>; stream?: MailStream; issueId?: string };

async function write(
  parts: HouseParts,
  emails: readonly string[],
  { class: letterClass = 'account', stream, issueId }: Kind,
) {
  const id = newId<string>();
  const draft = { template: 'reset-password', title: 'A letter', model: { link: `${parts.config.BASE_URL}/x` } };
  const of = stream ?? (letterClass === 'periodic' ? 'news' : 'account');
  const composed = await composeLetter(parts, { ...draft, stream: of });
  await parts.db.transaction((tx) => insertLetter(tx, { ...composed, id, createdAt: parts.clock() }));
  for (let from = 0; from < emails.length; from += 500) {
    const recipients = emails.slice(from, from + 500).map((email) => ({
      key: `test:${id}:${createHash('sha256').update(email).digest('base64url')}`,
      to: seal('email', email, { about: newId(), under: 1, via: 'registration' }),
      ...{ stream: of, class: letterClass, ...(issueId !== undefined && { issueId }) },
    }));
    await parts.db.transaction((tx) => queueForMany(parts, tx, id, recipients));
  }
  return id;
}

const event = async (parts: HouseParts, email: string, act: 'requested' | 'confirmed' | 'unsubscribed') => {
  const of = { addressHash: addressHash(parts, email), stream: 'news', source: 'test', at: parts.clock() };
  await parts.db.mailEvent.create({
    data: act === 'unsubscribed' ? { ...of, stream: 'all', act } : { ...of, act, tokenHash: 'of the link' },
  });
};
