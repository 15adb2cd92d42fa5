import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import type { LiveProcessor } from '#src/gateway/proofs.ts';
import { release } from '#src/gateway/release.ts';
import { openedGateway, relay, sealedFrom } from './opened.ts';

type Gateway = Awaited<ReturnType<typeof openedGateway>>;
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openedGateway();
});
afterAll(() => gateway.drop());

const ben = () => sealedFrom(gateway.ids.ben, 'ben');

describe('a newsletter by way of a company', () => {
  const carry = (processor: LiveProcessor) => {
    const { parts, db } = gateway;
    return release(parts, db, 'relay-news', { value: ben().email, to: 'letters', proof: { processor } });
  };

  test('leaves where the agreement names letters that come by themselves, and the row says so', async () => {
    const { value, releaseId } = await carry(relay({ purposes: ['periodic_email'] }));
    expect(value).toBe(cast.ben.email);
    expect(await gateway.db.release.findUnique({ where: { id: releaseId } })).toMatchObject({
      ...{ rule: 'relay-news', clauseId: 'PP-09.3', subject: gateway.ids.ben, category: 'email' },
      ...{ purpose: 'periodic_email', recipientKind: 'processor', recipientId: 'letters', proofKind: 'agreement' },
    });
  });

  test('does not leave on an agreement for letters about accounts, nor those on one for newsletters', async () => {
    await expect(carry(relay())).rejects.toThrow('no live agreement');
    const { parts, db } = gateway;
    const proof = { processor: relay({ purposes: ['periodic_email'] }) };
    const opening = { value: ben().email, to: 'letters', proof };
    await expect(release(parts, db, 'relay-letters', opening)).rejects.toThrow('no live agreement');
  });
});
