import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { release } from '#src/gateway/release.ts';
import { newId, type PersonId } from '#src/platform/ids.ts';
import { seal } from '#src/platform/personal.ts';
import { MONDAY, openedGateway } from './opened.ts';

type Gateway = Awaited<ReturnType<typeof openedGateway>>;
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openedGateway();
});
afterAll(() => gateway.drop());

describe('answers to a survey', () => {
  /** Ada asked, and Ben answered. */
  const asked = async (by = gateway.ids.ada) => {
    const { db, ids } = gateway;
    const [id, at] = [newId<string>(), new Date('2026-11-20T12:00Z')];
    const question = { id: 'q1', type: 'line', label: 'Which straw?', help: '', required: false, options: [] };
    const words = { kind: 'survey', title: 'Straw', intro: '', purpose: 'To choose a straw' } as const;
    const times = { createdAt: at, changedAt: at, publishedAt: at, endsAt: new Date('2026-12-20T12:00Z') };
    await db.survey.create({
      data: { id, code: newId<string>(), ...words, ...times, questions: [question], ownerId: by, keepDays: 30 },
    });
    await db.surveyEntry.create({
      data: {
        ...{ id: newId<string>(), surveyId: id, number: 1, personId: ids.ben, answers: '{"q1":"Rye"}' },
        ...{ policyVersionId: 1, agePassedAt: at, linkHash: newId<string>(), at: MONDAY },
      },
    });
    return { id, ownerId: by };
  };
  const answer = (about: PersonId) =>
    seal('survey_answer', '{"q1":"Rye"}', { about, under: 1, via: 'survey' as const });
  const tell = (survey: { id: string; ownerId: string }, to: string, about = gateway.ids.ben) => {
    const { parts, db } = gateway;
    return release(parts, db, 'tell-organiser', { value: answer(about), to, proof: { survey } });
  };

  test('go to the owner of the survey, and the row names it', async () => {
    const { ids, db } = gateway;
    const survey = await asked();
    const { value, releaseId } = await tell(survey, ids.ada);

    expect(value).toBe('{"q1":"Rye"}');
    expect(await db.release.findUnique({ where: { id: releaseId } })).toMatchObject({
      ...{ rule: 'tell-organiser', clauseId: 'PP-03.5', subject: ids.ben, category: 'survey_answer' },
      ...{ recipientKind: 'organiser', recipientId: ids.ada, proofKind: 'service', proofRef: survey.id },
    });
  });

  test('go to nobody else, whatever is said of the survey', async () => {
    const { ids, db, parts } = gateway;
    const survey = await asked();
    const before = await db.release.count();

    await expect(tell(survey, ids.chloe)).rejects.toThrow('somebody else’s');
    await expect(tell({ ...survey, ownerId: ids.chloe }, ids.chloe)).rejects.toThrow('no such answer');
    await expect(tell({ id: newId(), ownerId: ids.chloe }, ids.chloe)).rejects.toThrow('no such answer');
    await expect(tell(await asked(ids.chloe), ids.chloe, ids.ada)).rejects.toThrow('no such answer');
    for (const proof of [{}, { requested: survey.id }, { survey: undefined }]) {
      const opening = { value: answer(ids.ben), to: ids.ada, proof: proof as never };
      await expect(release(parts, db, 'tell-organiser', opening)).rejects.toThrow('no survey is shown');
    }
    expect(await db.release.count()).toBe(before);
  });
});
