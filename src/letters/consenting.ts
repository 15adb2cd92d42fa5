import { compute } from '../gateway/release.ts';
import type { Queries } from '../platform/db.ts';
import type { Parts } from '../platform/parts.ts';
import type { Personal } from '../platform/personal.ts';
import { addressHash } from './address-hash.ts';
import type { LetterClass, MailStream } from './rules.ts';
import { consentingAmong } from './store.ts';

/** What is sent to many: for whom, and how often at most one mailbox gets it. */
export const audiences = {
  newsletter: { stream: 'news', class: 'periodic', most: 4 },
  updates: { stream: 'account', class: 'account', most: 2 },
} as const satisfies Record<string, { stream: MailStream; class: Exclude<LetterClass, 'requested'>; most: number }>;
export type Audience = keyof typeof audiences;

/** The days over which `most` counts: "now and then" in numbers (PP-06.1). */
export const CAP_DAYS = 30;

/**
 * A mailbox whose owner wants this. Made by {@link whoConsents} alone, from the fold of its events; nothing else can be sent
 * to in bulk, and an address that was typed in or brought along is none (PP-03.6).
 */
export class Consenting<To extends Audience> {
  readonly audience: To;
  readonly mailbox: Personal<'email'>;
  readonly #addressHash: string;

  private constructor(audience: To, mailbox: Personal<'email'>, hash: string) {
    this.audience = audience;
    this.mailbox = mailbox;
    this.#addressHash = hash;
  }

  /** Hidden, so that nothing that only looks alike passes for one. */
  get addressHash(): string {
    return this.#addressHash;
  }

  /** For {@link whoConsents}; a house test allows no other caller. */
  static make<To extends Audience>(audience: To, mailbox: Personal<'email'>, hash: string): Consenting<To> {
    return new Consenting(audience, mailbox, hash);
  }
}

type Asked<To extends Audience> = { audience: To; issueId: string; mailboxes: readonly Personal<'email'>[] };

/** Those of these mailboxes that want it now, and how many of them had enough of it in the last 30 days and are left out. */
export async function whoConsents<To extends Audience>(
  parts: Pick<Parts, 'clock' | 'secrets'>,
  tx: Queries,
  { audience, issueId, mailboxes }: Asked<To>,
): Promise<{ consenting: Consenting<To>[]; overCap: number }> {
  const { stream, class: letterClass, most } = audiences[audience];
  const byHash = new Map(
    mailboxes.map((mailbox) => [compute('write-letters', mailbox, (email) => addressHash(parts, email)), mailbox]),
  );
  const since = new Date(parts.clock().getTime() - CAP_DAYS * DAY_MS);
  const wanted = await consentingAmong(tx, {
    hashes: [...byHash.keys()],
    ...{ stream, class: letterClass, most, since, issueId },
  });
  const consenting = wanted
    .filter(({ isOver }) => !isOver)
    .flatMap(({ hash }) => {
      const mailbox = byHash.get(hash);
      return mailbox === undefined ? [] : [Consenting.make(audience, mailbox, hash)];
    });
  return { consenting, overCap: wanted.length - consenting.length };
}

const DAY_MS = 24 * 60 * 60 * 1000;
