import { expect, test } from 'vitest';
import { places, read, type Sources } from './sources.ts';

/** No way leads from what somebody answered to a mailing, and none from answering to a subscription (PP-03.5). */
const ENTRIES = /\bsurveyEntry\b|"SurveyEntry"/;
const SUBSCRIBING = /\b(askForLetters|confirmLetters|insertMailEvent|mailEvent|subscriber|queueForMany|optIntoNews)\b/;
/** Beside those who keep answers: whoever erases them, and the gate, which asks who answered whose survey and not what. */
const OWN = /^src\/(surveys|gateway)\/store\.ts$|^src\/[^/]+\/personal-data\.ts$|^src\/platform\/generated\//;

const tree = read('src/**/*.ts');
const breaches = (sources: Sources): string[] => {
  const others = new Map([...sources].filter(([path]) => !OWN.test(path)));
  const surveys = new Map([...sources].filter(([path]) => path.startsWith('src/surveys/')));
  return [...places(others, ENTRIES), ...places(surveys, SUBSCRIBING)];
};

test('answers are read by surveys alone, and surveys can subscribe nobody', () => {
  expect(breaches(tree)).toEqual([]);
});

test.each([
  ['src/letters/store.ts', 'const all = await tx.surveyEntry.findMany();'],
  ['src/mailings/store.ts', 'const all = await tx.$queryRaw`SELECT "email" FROM "SurveyEntry"`;'],
  ['src/surveys/enter-survey.ts', "await askForLetters(parts, tx, { addressHash, stream: 'news' });"],
  ['src/surveys/store.ts', 'await tx.subscriber.create({ data });'],
])('%s with %s is caught', (file, line) => {
  const planted = new Map(tree).set(file, `${tree.get(file) ?? ''}\n${line}\n`);
  expect(breaches(planted)).toHaveLength(1);
});
