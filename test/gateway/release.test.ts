import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { acknowledge } from '#src/consent/decide.ts';
import { findOptIns, wideningPurpose } from '#src/consent/opt-in.ts';
import type { LiveProcessor } from '#src/gateway/proofs.ts';
import { compute, keepHere, look, release, releaseAll, releasedBefore, showOwn } from '#src/gateway/release.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { combinationOf, combinationsOf, ruleNames } from '#src/policy/catalogue.ts';
import { forgetVersions } from '#src/policy/policy.ts';
import {
  anyCategory,
  MONDAY,
  openedGateway,
  optInOf,
  optsIn,
  publishes,
  relay,
  sealedFrom,
  takesBack,
} from './opened.ts';

type Gateway = Awaited<ReturnType<typeof openedGateway>>;
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openedGateway();
});
afterAll(() => gateway.drop());

const ada = () => sealedFrom(gateway.ids.ada, 'ada');
const ben = () => sealedFrom(gateway.ids.ben, 'ben');
const rowsAbout = (subject: PersonId) => gateway.db.release.findMany({ where: { subject }, orderBy: { id: 'asc' } });
const webinar = newId();

describe('what leaves is written down', () => {
  test('a release leaves a row that says what, to whom, why, by which clause and on what proof', async () => {
    const { parts, db, ids } = gateway;
    const released = await release(parts, db, 'name-host', {
      value: ada().name,
      to: webinar,
      proof: { requested: webinar },
    });

    expect(released.value).toBe(cast.ada.name);
    expect(await rowsAbout(ids.ada)).toEqual([
      {
        ...{ id: released.releaseId, at: MONDAY, visibleAfter: MONDAY, rule: 'name-host', clauseId: 'PP-03.4' },
        ...{ policyVersionId: 1, subject: ids.ada, category: 'name', purpose: 'conferencing' },
        ...{ recipientKind: 'participants', recipientId: webinar, proofKind: 'service', proofRef: webinar },
      },
    ]);
  });

  test('no row remains when the transaction it was written in is undone', async () => {
    const { parts, ids } = gateway;
    const before = await rowsAbout(ids.ben);
    const undone = parts.db.transaction(async (tx) => {
      await release(parts, tx, 'name-host', { value: ben().name, to: webinar, proof: { requested: webinar } });
      throw new Error('The webinar could not be kept.');
    });

    await expect(undone).rejects.toThrow('The webinar could not be kept.');
    expect(await rowsAbout(ids.ben)).toEqual(before);
  });

  test('of several values all are released or none is', async () => {
    const { parts, db, ids } = gateway;
    const before = await rowsAbout(ids.ada);
    const optIn = await optsIn(parts, { subject: ids.ben, optIn: 'share-email', recipientId: ids.chloe });
    const both = [
      { value: ben().email, to: ids.chloe, proof: { optIn } },
      { value: ada().email, to: ids.chloe, proof: { optIn } },
    ];

    await expect(releaseAll(parts, db, 'share-email-with-host', both)).rejects.toThrow('somebody else opted in');
    expect(await rowsAbout(ids.ada)).toEqual(before);
    expect(await db.release.count({ where: { subject: ids.ben, rule: 'share-email-with-host' } })).toBe(0);
  });

  test('a list of nobody releases nothing', async () => {
    const { parts, db } = gateway;
    expect(await releaseAll(parts, db, 'tell-host-who-came', [])).toEqual([]);
  });
});

describe('a proof is asked for again where no compiler looks', () => {
  const wrongProofs: [what: string, proof: () => unknown, because: string][] = [
    ['nothing at all', () => ({}), 'no opt-in is shown'],
    ['the webinar they asked for', () => ({ requested: webinar }), 'no opt-in is shown'],
    ['something that looks like an opt-in', () => ({ optIn: { purpose: 'share-email' } }), 'no opt-in is shown'],
    ['an agreement with a company', () => ({ processor: relay() }), 'no opt-in is shown'],
  ];

  test.each(wrongProofs)('an address is not given to a host on %s', async (_what, proof, because) => {
    const { parts, db, ids } = gateway;
    const opening = { value: ben().email, to: ids.ada, proof: proof() as never };
    await expect(release(parts, db, 'share-email-with-host', opening)).rejects.toThrow(because);
  });

  test('an opt-in is good for the person who gave it, the host it names and the fields in it', async () => {
    const { parts, db, ids } = gateway;
    const optIn = await optsIn(parts, { subject: ids.ben, optIn: 'share-email', recipientId: ids.ada });
    const send = (value: ReturnType<typeof ben>['email'], to: string) =>
      release(parts, db, 'share-email-with-host', { value, to, proof: { optIn } });

    await expect(send(ada().email, ids.ada)).rejects.toThrow('somebody else opted in');
    await expect(send(ben().email, ids.chloe)).rejects.toThrow('names another recipient');
    expect((await send(ben().email, ids.ada)).value).toBe(cast.ben.email);
  });

  test('an opt-in to one thing is no opt-in to another, though person and recipient are the same', async () => {
    const { parts, db, ids } = gateway;
    const optIn = await optsIn(parts, { subject: ids.ben, optIn: 'share-email', recipientId: ids.ada });
    const opening = { value: ben().email, to: ids.ada, proof: { optIn } };
    await expect(release(parts, db, 'send-where-you-agreed', opening)).rejects.toThrow('something else');
  });

  test('an opt-in that was taken back is none, even for somebody who still holds it', async () => {
    const { parts, db, ids } = gateway;
    const asked = { subject: ids.chloe, optIn: 'share-email' as const, recipientId: ids.ada };
    const optIn = await optsIn(parts, asked);
    const opening = { value: sealedFrom(ids.chloe, 'chloe').email, to: ids.ada, proof: { optIn } };
    await release(parts, db, 'share-email-with-host', opening);
    await takesBack(parts, asked);

    await expect(optInOf(parts, asked)).rejects.toThrow('no such opt-in');
    await expect(release(parts, db, 'share-email-with-host', opening)).rejects.toThrow('taken back');
  });

  test('taking note of the policy is never an opt-in (PP-14.1)', async () => {
    const { parts, db, ids } = gateway;
    await acknowledge(parts, db, { subject: ids.ada, version: 1, surface: 'continued_use', shown: 'The notice.' });

    for (const optIn of ['share-email', 'policy' as never] as const) {
      expect(await findOptIns(db, { subjects: [ids.ada], recipientId: 'us', optIn })).toEqual(new Map());
    }
  });

  test('nothing is handed to a host for a service that nobody asked for', async () => {
    const { parts, db, ids } = gateway;
    for (const proof of [{ requested: '' }, {}]) {
      const opening = { value: ben().name, to: ids.ada, proof: proof as { requested: string } };
      await expect(release(parts, db, 'tell-host-who-came', opening)).rejects.toThrow('nothing was asked for');
    }
  });

  test('nobody obeys an order that no two people approved', async () => {
    const { parts, db, ids } = gateway;
    const opening = { value: ben().name, to: 'the court', proof: { order: { id: '1', covers: () => true } } as never };
    await expect(release(parts, db, 'release-lawfully', opening)).rejects.toThrow('no approved order');
    expect(await rowsAbout(ids.ben)).not.toContainEqual(expect.objectContaining({ recipientKind: 'authority' }));
  });
});

describe('a company that helps us', () => {
  const hand = (processor: LiveProcessor, to = 'letters') => {
    const { parts, db } = gateway;
    return release(parts, db, 'relay-letters', { value: ben().email, to, proof: { processor } });
  };

  test('receives what its agreement covers', async () => {
    expect((await hand(relay())).value).toBe(cast.ben.email);
  });

  const lapsed: [what: string, other: Partial<Parameters<typeof LiveProcessor.from>[0]>][] = [
    ['at the very moment its agreement ends', { validUntil: MONDAY }],
    ['before its agreement begins', { signedAt: new Date(MONDAY.getTime() + 1) }],
    ['what its agreement does not name', { categories: ['name'] }],
    ['for a purpose its agreement does not name', { purposes: ['improve_site'] }],
  ];
  test.each(lapsed)('receives nothing %s (PP-09.3)', async (_what, other) => {
    await expect(hand(relay(other))).rejects.toThrow('no live agreement');
  });

  test('receives nothing on the agreement of another', async () => {
    await expect(hand(relay(), 'somebody-else')).rejects.toThrow('with another company');
    await expect(hand({ mayReceive: () => true, id: 'letters' } as never)).rejects.toThrow('no agreement');
  });
});

describe('what the version in force allows', () => {
  test('a value is refused that the rule does not name, and one that nobody sealed', async () => {
    const { parts, db, ids } = gateway;
    const opening = { to: webinar, proof: { requested: webinar } };
    const phone = anyCategory('phone', ids.ben);

    await expect(release(parts, db, 'name-host', { ...opening, value: phone })).rejects.toThrow('phone is not in it');
    const raw = cast.ben.name as never;
    await expect(release(parts, db, 'name-host', { ...opening, value: raw })).rejects.toThrow('no sealed value');
  });

  test('a version that no longer allows something ends it, whatever the code could do (PP-15.1)', async () => {
    const narrow = await openedGateway();
    const { parts, db, ids } = narrow;
    const lost = combinationOf('name-host', 'name');
    const allowed = combinationsOf(ruleNames).filter((each) => each !== lost);
    await publishes(db, 2, { allowed, at: new Date('2026-11-01T00:00Z') });
    forgetVersions(db);

    const opening = { value: sealedFrom(ids.ada, 'ada').name, to: webinar, proof: { requested: webinar } };
    await expect(release(parts, db, 'name-host', opening)).rejects.toThrow('policy in force does not allow it');
    await narrow.drop();
  });

  test('what was collected before a version allowed more stays under the old rules until the person agrees (PP-01.3)', async () => {
    const widened = await openedGateway();
    const { parts, db, ids } = widened;
    const gained = combinationOf('tell-host-who-came', 'name');
    const full = combinationsOf(ruleNames);
    await publishes(db, 2, { allowed: full.filter((each) => each !== gained), at: new Date('2026-02-01T00:00Z') });
    await publishes(db, 3, { allowed: full, at: new Date('2026-11-01T00:00Z') });
    forgetVersions(db);
    const tell = (under: number) => {
      const value = sealedFrom(ids.ben, 'ben', under).name;
      return release(parts, db, 'tell-host-who-came', { value, to: ids.ada, proof: { requested: webinar } });
    };

    await expect(tell(2)).rejects.toThrow('collected under a version of our privacy policy that did not allow it');
    expect((await tell(3)).value).toBe(cast.ben.name);

    await acknowledge(parts, db, { subject: ids.ben, version: 3, surface: 'continued_use', shown: 'The notice.' });
    await expect(tell(2)).rejects.toThrow('collected under a version of our privacy policy that did not allow it');

    await db.consentEvent.create({ data: agreementTo(gained, ids.ben) });
    expect((await tell(2)).value).toBe(cast.ben.name);
    await widened.drop();
  });
});

const agreementTo = (combination: string, subject: PersonId) => ({
  subject,
  purpose: wideningPurpose(combination),
  ...{ recipientKind: 'us', recipientId: 'us', fields: ['name'], act: 'grant' as const, clauseId: 'PP-01.3' },
  ...{ policyVersionId: 3, surface: 'policy', shownTextSha256: 'c'.repeat(64), at: MONDAY },
});

describe('what stays inside', () => {
  test('a person sees their own and nobody else’s (PP-12.3)', () => {
    const { ids } = gateway;
    expect(showOwn(ben().email, ids.ben).value).toBe(cast.ben.email);
    expect(() => showOwn(ben().email, ids.ada)).toThrow('somebody else');
    expect(() => showOwn(anyCategory('browser_id', ids.ben), ids.ben)).toThrow('not in it');
  });

  test('our own programs compute from what their rule names and from nothing more (PP-03.0)', () => {
    const { ids } = gateway;
    expect(compute('run-service', ben().email, (email) => email.length)).toBe(cast.ben.email.length);
    expect(() => compute('run-service', anyCategory('phone', ids.ben), () => 1)).toThrow('phone is not in it');
    expect(() => keepHere('write-letters', anyCategory('name', ids.ben))).toThrow('name is not in it');
  });

  test('a standing release is good for what its rule names', () => {
    const standing = { to: webinar, releaseId: 1n };
    expect(releasedBefore('name-host', ben().name, standing).value).toBe(cast.ben.name);
    expect(() => releasedBefore('name-host', anyCategory('email', 'x'), standing)).toThrow('email is not in it');
  });
});

describe('a look by our staff (PP-03.3)', () => {
  test('is written down for each person looked at, with everything that was seen', async () => {
    const { parts, db, ids } = gateway;
    const dev = newId<PersonId>();
    const seen = await look(parts, db, [ben().name, ben().email, ada().name], { by: dev, view: '/admin/people' });

    expect(seen.map(({ value, recipient }) => [value, recipient])).toEqual(
      [cast.ben.name, cast.ben.email, cast.ada.name].map((value) => [value, 'staff']),
    );
    const rows = await db.accessLog.findMany({ where: { actor: dev }, orderBy: { id: 'asc' } });
    expect(rows).toMatchObject([
      { subject: ids.ben, fields: ['name', 'email'], clauseId: 'PP-03.3', view: '/admin/people', at: MONDAY },
      { subject: ids.ada, fields: ['name'] },
    ]);
  });

  test('at oneself is no look', async () => {
    const { parts, db, ids } = gateway;
    await look(parts, db, [ben().name], { by: ids.ben, view: '/admin/people' });
    expect(await db.accessLog.count({ where: { actor: ids.ben } })).toBe(0);
  });

  test('does not open what staff have no business with', async () => {
    const { parts, db, ids } = gateway;
    const values = [anyCategory('settings', ids.ben)];
    await expect(look(parts, db, values, { by: ids.ada, view: '/admin/people' })).rejects.toThrow('settings is not');
    expect(await db.accessLog.count({ where: { actor: ids.ada } })).toBe(0);
  });
});
