import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { seedDemo } from '#prisma/seed.ts';
import { firstAdminLink } from '#src/accounts/make-first-admin.ts';
import { routes } from '#src/app.ts';
import type { Answer, Client, Form } from './support/client.ts';
import { firstWebinarOf, movesIn, passesAge, signIn } from './support/everybody.ts';
import { type FormCase, pathname, world } from './support/form-case.ts';
import { memberForms } from './support/member-forms.ts';
import { openSite, type Site } from './support/site.ts';
import { staffForms } from './support/staff-forms.ts';
import { figurePublished } from './support/visits.ts';
import { webinarForms } from './support/webinar-forms.ts';
import { asks, contestDetails, wish } from './surveys/asked.ts';

const FORMS: Record<string, FormCase> = { ...memberForms, ...webinarForms, ...staffForms };

let site: Site;

const SCRIPT = `"'><script>alert(document.domain)</script>`;
/** Longer than any field, shorter than what the server stops reading at. */
const FLOOD = 'mushroom '.repeat(12_000);

beforeAll(async () => {
  site = await openSite();
  await seedDemo(site.parts);
  const firstAdmin = pathname((await firstAdminLink(site.parts)) ?? '');
  await movesIn(site.parts, 'eve');
  const { id: webinarId } = await firstWebinarOf(site.parts, 'ada');
  const { code: ownSurvey } = await asks(site.parts, { by: 'ada', webinarId, publish: false });
  const questions = [{ ...wish, type: 'line', required: 'yes' }];
  const { code: openContest } = await asks(site.parts, { by: 'ada', webinarId, questions, form: contestDetails });
  const { location: entry = '' } = await (await signIn(site.visit(), 'ben')).post(`/surveys/${openContest}`, {
    q1: 'Rye',
  });
  await figurePublished(site.parts);
  Object.assign(world, { site, firstAdmin, ownSurvey, openContest, entry });
});
afterAll(() => site.close());

test('every form of the site is tried here', () => {
  const forms = routes(site.parts).filter(({ method, body }) => method === 'POST' && body !== undefined);
  expect(Object.keys(FORMS).toSorted()).toEqual(forms.map(({ method, path }) => `${method} ${path}`).toSorted());
});

test('no list breaks on filters that mean nothing', async () => {
  const admin = await signIn(site.visit(), 'eve');
  const lists = routes(site.parts).flatMap(({ method, path, query }) =>
    method === 'GET' && query instanceof z.ZodObject && !path.includes(':') ? [{ path, query }] : [],
  );
  const words = ['\u0000', '-1', '9'.repeat(30), `${2n ** 63n}`, '0000-01-01', '9999-12-31', '__proto__', SCRIPT];

  expect(lists.length).toBeGreaterThan(8);
  for (const { path, query } of lists)
    for (const [field, word] of Object.keys(query.shape).flatMap((each) =>
      words.map((word) => [each, word] as const),
    )) {
      const { status, html } = await admin.get(`${path}?${new URLSearchParams({ [field]: word }).toString()}`);
      expect(status, `${path} ${field} ${word}`).toBeLessThan(500);
      expect(html.includes('<script>alert'), path).toBe(false);
    }
});

describe.each(Object.entries(FORMS))('%s', (_name, form) => {
  test('says beside an empty field what it needs, and keeps the others', async () => {
    for (const field of Object.keys(form.good).filter((each) => !form.mayBeEmpty?.includes(each))) {
      await expectNo(form, { ...form.good, [field]: '' }, field);
    }
  });

  test('says beside a flooded field that it is too much', async () => {
    for (const field of Object.keys(form.good)) await expectNo(form, { ...form.good, [field]: FLOOD }, field);
  });

  test('takes no field twice', async () => {
    for (const [field, value] of Object.entries(form.good))
      await expectNo(form, { ...form.good, [field]: [value, value] }, field);
  });

  test('takes no field that it does not ask for', async () => {
    for (const field of ['role', 'confirmedAt', 'id', 'constructor', 'hostId']) {
      if (Object.hasOwn(form.good, field)) continue;
      const answer = await send(form, Object.fromEntries([...Object.entries(form.good), [field, 'admin']]));
      expect(answer.status, field).toBe(422);
      expect(answer.html.includes('we do not ask for'), field).toBe(true);
      expectKept(answer, form, form.good);
    }
  });

  test('shows a script as the text it is', async () => {
    for (const field of Object.keys(form.good)) {
      const { html } = await send(form, {
        ...form.good,
        [field]: SCRIPT,
        'no-such-field': 'so that nothing is carried out',
      });
      expect(html.includes('<script>alert'), field).toBe(false);
    }
  });

  test('takes no bytes that text cannot hold', async () => {
    for (const field of Object.keys(form.good).filter((each) => !/password|present/.test(each)))
      await expectNo(form, { ...form.good, [field]: 'a\u0000b' }, field);
  });
});

async function expectNo(form: FormCase, typed: Form, wrong: string): Promise<void> {
  const answer = await send(form, typed);
  expect(answer.status, wrong).toBe(422);
  if (!form.hidden?.includes(wrong))
    expect(sentenceBeside(wrong).test(answer.html), `a sentence beside ${wrong}`).toBe(true);
  expectKept(answer, form, typed);
}

/** The field says where its sentence is, and the sentence is there. */
const sentenceBeside = (field: string) => new RegExp(`id="[^"]*${field}[^"]*-problem"[^>]*>[\\s\\S]*?[A-Z]`);

function expectKept({ html }: Answer, form: FormCase, typed: Form): void {
  for (const [field, value] of Object.entries(typed)) {
    const isSecret = /password|present/.test(field);
    if (typeof value !== 'string' || value === '' || value.includes('\u0000') || form.hidden?.includes(field)) continue;
    if (isSecret) expect(html.includes(value), `${field} comes back`).toBe(false);
    else if (!CHOSEN.has(field) || value === form.good[field])
      expect(html.includes(escaped(value.trim())), `${field} is kept`).toBe(true);
  }
}

/** Chosen from a list or ticked, which has no place for anything else. */
const CHOSEN = new Set([
  'topic',
  'timeZone',
  'theme',
  'wanted',
  'stream',
  'how',
  'role',
  'month',
  'kind',
  'share',
  'type',
  'audience',
]);

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll("'", '&#x27;').replaceAll('"', '&quot;');

async function send(form: FormCase, typed: Form): Promise<Answer> {
  const path = await form.path();
  return (await visitorFor(form)).post(path, typed);
}

const visitors = new Map<string, Client>();

/** Signed in once for all forms, as a person would be. */
async function visitorFor({ as }: FormCase): Promise<Client> {
  if (as === undefined) return passesAge(site.visit());

  const visitor = visitors.get(as) ?? (await signIn(site.visit(), as));
  visitors.set(as, visitor);
  return visitor;
}
