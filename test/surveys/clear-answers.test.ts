import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jobTable } from '#src/jobs.ts';
import { clearAnswers } from '#src/surveys/clear-answers.ts';
import { everybodyMovesIn, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';
import { asks, contest, entersMany } from './asked.ts';

const DAY_MS = 24 * 60 * 60_000;
const MADE = new Date('2026-12-01T09:00Z');
const END = new Date('2026-12-24T17:00Z');

let now = MADE;
let site: Site;
beforeAll(async () => {
  site = await openSite({ clock: () => now });
  await everybodyMovesIn(site);
});
afterAll(() => site.close());

const surveyOf = (id: string) => site.parts.db.survey.findUniqueOrThrow({ where: { id } });
const entries = (surveyId: string) => site.parts.db.surveyEntry.count({ where: { surveyId } });
const form = { date: '2026-12-24', time: '18:00' };

test('answers stay until the last instant of their term and are gone at the next, and the count stays', async () => {
  const terms = fc.record({
    keepDays: fc.integer({ min: 1, max: 90 }),
    howMany: fc.integer({ min: 0, max: 4 }),
    // Some are closed before their end, and then the term runs from there.
    closedAfterDays: fc.option(fc.integer({ min: 1, max: 22 }), { nil: undefined }),
    offMs: fc.constantFrom(-1, 0, 1, DAY_MS),
  });
  await fc.assert(
    fc.asyncProperty(terms, async ({ keepDays, howMany, closedAfterDays, offMs }) => {
      now = MADE;
      const { id } = await asks(site.parts, { form: { ...form, keepDays: String(keepDays) } });
      await entersMany(site.parts, id, howMany);
      const closedAt = closedAfterDays === undefined ? undefined : new Date(MADE.getTime() + closedAfterDays * DAY_MS);
      if (closedAt !== undefined) await site.parts.db.survey.update({ where: { id }, data: { closedAt } });

      now = new Date((closedAt ?? END).getTime() + keepDays * DAY_MS + offMs);
      await clearAnswers(site.parts);
      await clearAnswers(site.parts);
      const { answered, clearedAt } = await surveyOf(id);
      const isOver = offMs >= 0;
      expect([await entries(id), answered, clearedAt]).toEqual(isOver ? [0, howMany, now] : [howMany, null, null]);
    }),
    { numRuns: 25 },
  );
});

test('a draft has no term, and a survey that is open loses nothing', async () => {
  now = MADE;
  const [draft, open] = [await asks(site.parts, { publish: false, form }), await asks(site.parts)];
  await entersMany(site.parts, open.id, 2);
  now = new Date('2027-12-01T09:00Z');
  await clearAnswers(site.parts);
  expect([(await surveyOf(draft.id)).clearedAt, await entries(open.id)]).toEqual([null, 2]);
});

test('the clock starts it, the count is shown, and the numbers of the draw stay', async () => {
  now = MADE;
  const { id, code } = await asks(site.parts, { form: { ...contest.form, ...form, keepDays: '2' } });
  await entersMany(site.parts, id, 5);
  now = new Date(END.getTime() + 1);
  const dev = await signIn(site.visit(), 'dev');
  await dev.post(`/surveys/${code}/draw`);
  now = new Date(END.getTime() + 2 * DAY_MS);
  await jobTable(site.parts, { wake() {}, async plan() {} })['surveys.clear-answers']?.({});

  const again = await signIn(site.visit(), 'dev');
  const { html } = await again.get(`/surveys/${code}/results`);
  expect(html).toContain('5 answers');
  expect(html).toContain('were deleted when their term was over');
  expect((await site.visit().get(`/contests/${code}/draw.json`)).html).toContain('"numbers":[1,2,3,4,5]');
  expect((await again.get('/admin/contests?state=cleared')).html).toContain(contest.form.title);
});
