import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acknowledge } from '#src/consent/decide.ts';
import { addressHash } from '#src/letters/address-hash.ts';
import { tokenHashOf } from '#src/letters/ask-again.ts';
import { askForLetters } from '#src/letters/ask-for-letters.ts';
import { composeLetter } from '#src/letters/compose-letter.ts';
import { confirmLetters } from '#src/letters/confirm-letters.ts';
import { standings } from '#src/letters/find-standings.ts';
import { moveLetters } from '#src/letters/move-letters.ts';
import { hasStopped, type LetterClass, type MailStream, streams } from '#src/letters/rules.ts';
import { type Stop, stopLetters } from '#src/letters/stop-letters.ts';
import { insertLetter, insertOutbox, type NewOutbox, standingIn } from '#src/letters/store.ts';
import { switchOnLetters, wantLetters } from '#src/letters/switch-on-letters.ts';
import { messageIdOf } from '#src/letters/write-letter.ts';
import { newId, newSecret } from '#src/platform/ids.ts';
import { seal } from '#src/platform/personal.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
const letterId = newId<string>();
beforeAll(async () => {
  site = await openSite();
  const { parts } = site;
  const model = { link: `${parts.config.BASE_URL}/letters/confirm/x`, what: 'our news' };
  const draft = { template: 'letters-again', title: 'Our news', model, stream: 'news' } as const;
  await insertLetter(parts.db, { id: letterId, ...(await composeLetter(parts, draft)), createdAt: parts.clock() });
});
afterAll(() => site.close());

/** One mailbox as the product has promised it to be, told without looking at how the product keeps it. */
type Promised = {
  wanted: Set<MailStream>;
  stopped: Set<MailStream>;
  /** Where a complaint or a bounce stands that no mailed link has answered. */
  needsLink: Set<MailStream>;
  /** Links that were mailed, while they work. */
  links: { stream: MailStream; token: string; works: boolean }[];
};

type Step = { does: string; streams: 'all' | MailStream; place: number };
const STOPS: Record<string, Stop> = {
  'press the link': 'unsubscribed',
  'switch off on My Profile': 'unsubscribed',
  'ask staff': 'unsubscribed',
  'reply with stop': 'unsubscribed',
  'call it junk': 'complained',
  'bounce': 'bounced',
};
const OTHERS = [
  ...['sign up', 'follow a link', 'sign up', 'follow a link', 'tick the box', 'move here'],
  ...['erase', 'new policy', 'reset a bounce'],
];

const step = fc.record({
  does: fc.constantFrom(...Object.keys(STOPS), ...OTHERS),
  streams: fc.constantFrom('all' as const, ...streams),
  place: fc.nat(20),
});

test('whatever happens in whatever order: after a stop nothing is queued, and only a new mailed link or the own box brings it back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const email = `${newId()}@anymeeting.example`;
      const promised: Promised = { wanted: new Set(), stopped: new Set(), needsLink: new Set(), links: [] };
      for (const each of steps) {
        await take(email, each, promised);
        await expectKept(email, promised, each);
      }
    }),
    { numRuns: 25 },
  );
}, 240_000);

type At = { email: string; mailbox: string; stream: MailStream; place: number; promised: Promised };

const sealed = (email: string) => seal('email', email, { about: newId<string>(), under: 1, via: 'newsletter' });

async function take(email: string, { does, streams: which, place }: Step, promised: Promised): Promise<void> {
  const mailbox = addressHash(site.parts, email);
  const act = STOPS[does];
  if (act === undefined) {
    await others[does]?.({ email, mailbox, stream: which === 'all' ? 'news' : which, place, promised });
  } else {
    const stopped = which === 'all' ? streams : [which];
    const what = which === 'all' ? which : stopped;
    await stopLetters(site.parts, { addressHash: mailbox, streams: what, act, source: 'test' });
    for (const each of stopped) forget(promised, each, act);
  }
}

const others: Record<string, (at: At) => Promise<void>> = {
  async 'sign up'({ mailbox, stream, promised }) {
    const token = newSecret();
    const asked = { addressHash: mailbox, stream, tokenHash: tokenHashOf(token), source: 'form' };
    await askForLetters(site.parts, site.parts.db, asked);
    promised.links.push({ stream, token, works: true });
  },
  async 'follow a link'({ place, promised }) {
    const link = promised.links[place % Math.max(1, promised.links.length)];
    if (link === undefined) return;
    const asked = { stream: link.stream, tokenHash: tokenHashOf(link.token), source: 'link' };
    const confirmed = await site.parts.db.transaction((tx) => confirmLetters(site.parts, tx, asked));
    expect(confirmed !== undefined, 'a link works until the next stop').toBe(link.works);
    if (link.works) remember(promised, link.stream);
  },
  async 'tick the box'({ email, stream, promised }) {
    const isEnough = !promised.needsLink.has(stream);
    expect(await switchOnLetters(site.parts, { to: sealed(email), stream }, 'house')).toBe(isEnough ? 'on' : 'mailed');
    if (isEnough) remember(promised, stream);
  },
  async 'move here'({ email, stream, promised }) {
    const other = `${newId()}@anymeeting.example`;
    const left = { addressHash: addressHash(site.parts, other), stream, source: 'test' };
    await site.parts.db.transaction(async (tx) => {
      await wantLetters(site.parts, tx, left);
      await moveLetters(site.parts, tx, { from: sealed(other), to: sealed(email) });
    });
    if (!promised.stopped.has(stream)) remember(promised, stream);
  },
  async 'erase'({ mailbox }) {
    await site.parts.db.subscriber.deleteMany({ where: { addressHash: mailbox } });
    await site.parts.db.outbox.deleteMany({ where: { addressHash: mailbox } });
  },
  async 'new policy'() {
    const subject = newId<string>();
    await acknowledge(site.parts, site.parts.db, { subject, version: 1, surface: 'continued_use', shown: 'New.' });
  },
  async 'reset a bounce'({ mailbox }) {
    const { mailEvent } = site.parts.db;
    const where = { addressHash: mailbox };
    await expect(mailEvent.deleteMany({ where })).rejects.toThrow();
    await expect(mailEvent.updateMany({ where, data: { act: 'confirmed' } })).rejects.toThrow();
  },
};

function forget(promised: Promised, stream: MailStream, stop: Stop): void {
  promised.wanted.delete(stream);
  promised.stopped.add(stream);
  if (stop !== 'unsubscribed') promised.needsLink.add(stream);
  for (const link of promised.links) if (link.stream === stream) link.works = false;
}

function remember(promised: Promised, stream: MailStream): void {
  promised.wanted.add(stream);
  promised.stopped.delete(stream);
  promised.needsLink.delete(stream);
}

/** The fold, the database's fold and the gate all say what was promised, whoever tries to write to that mailbox. */
async function expectKept(email: string, promised: Promised, after: Step): Promise<void> {
  const { parts } = site;
  const mailbox = addressHash(parts, email);
  const found = await standings(parts, mailbox);
  for (const stream of streams) {
    const said = `${stream} after ${after.does}`;
    expect(found[stream] === 'confirmed', said).toBe(promised.wanted.has(stream));
    expect(hasStopped(found[stream]), said).toBe(promised.stopped.has(stream));
    expect(await standingIn(parts.db, { addressHash: mailbox, stream }), `the database: ${said}`).toBe(found[stream]);
  }
  const stream = streams[after.place % streams.length] ?? 'news';
  expect(await letterGetsIn(email, stream, 'periodic')).toBe(promised.wanted.has(stream));
  expect(await letterGetsIn(email, stream, 'account')).toBe(!promised.stopped.has(stream));
  expect(await letterGetsIn(email, stream, 'requested')).toBe(true);
}

/** Puts a row straight into the outbox, as an import would, and takes it back. */
async function letterGetsIn(email: string, stream: MailStream, letterClass: LetterClass): Promise<boolean> {
  const { parts } = site;
  const key = `import:${newId()}`;
  const at = parts.clock();
  const row: NewOutbox = {
    ...{
      key,
      letterId,
      stream,
      class: letterClass,
      subject: newId<string>(),
      address: email,
      collectedVia: 'newsletter',
    },
    ...{
      policyVersionId: 1,
      addressHash: addressHash(parts, email),
      messageId: messageIdOf(parts.config.BASE_URL, key),
    },
    ...{ state: 'queued', nextAt: new Date(at.getTime() + 86_400_000), createdAt: at, settledAt: null },
  };
  try {
    await insertOutbox(parts.db, [row]);
  } catch {
    return false;
  }
  await parts.db.outbox.deleteMany({ where: { key } });
  return true;
}
