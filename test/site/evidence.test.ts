import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visit } from '#src/platform/http/route.ts';
import { type Evidence, sourceHash } from '#src/policy/evidence.ts';
import { privacyPage } from '#src/site/pages.ts';
import { plain } from '../support/edition-form.ts';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const run: Evidence = {
  commit: 'abc1234',
  at: '2026-11-22T18:00:00.000Z',
  source: sourceHash(),
  clauses: {
    'PP-01.2': {
      tests: ['test/policy/publish-policy.test.ts > a proposal is approved once', 'test/policy/policy.test.ts > other'],
      mutants: 7,
      killed: 7,
    },
    'PP-09.1': { tests: ['test/gateway/release.test.ts > a release leaves a row'], mutants: 5, killed: 3 },
    'PP-15.1': { tests: [], mutants: 0, killed: 0 },
  },
};

/** The policy as a visitor reads it with this evidence beside it. */
async function read(evidence: Evidence | undefined): Promise<string> {
  const signals = { gpc: false, dnt: false };
  const visit = { person: undefined, signals, cookies: {} } as Partial<Visit> as Visit;
  const reply = await privacyPage(site.parts, visit, evidence);
  if (!('page' in reply)) throw new Error('The policy is a page.');
  return site.parts.views.page(reply.page, { ...reply.model, theme: 'system', path: '/privacy' }, 'site');
}

/** What stands beside one sentence. */
const beside = (html: string, id: string): string =>
  new RegExp(`<div class="clause" id="${id.replace('.', '\\.')}">.*?(?=<div class="clause"|</section>)`, 's').exec(
    html,
  )?.[0] ?? '';

const asText = (html: string) => plain({ html, status: 200, location: undefined, headers: new Headers() });

test('beside a sentence stand the tests that fail without it, and how many planted faults they found', async () => {
  const clause = beside(await read(run), 'PP-01.2');

  expect(asText(clause)).toContain('Shown by 2 tests, 7 of 7 planted faults found');
  expect(asText(clause)).toContain('test/policy/publish-policy.test.ts > a proposal is approved once');
  expect(clause).not.toContain('broken');
});

test('a promise in use whose faults went unnoticed, or that nothing was planted for, stands in red', async () => {
  const html = await read(run);

  expect(beside(html, 'PP-09.1')).toMatch(/class="broken">2 of its planted faults went unnoticed/);
  for (const id of ['PP-15.1', 'PP-05.1'])
    expect(beside(html, id), id).toMatch(/class="broken">No test has been shown to fail without this yet/);
});

test('what is not in use, and what is neither promise nor permission, is not blamed for it', async () => {
  const html = await read(run);
  for (const id of ['PP-10.1', 'PP-08.2', 'PP-02.4', 'PP-04.1']) expect(beside(html, id), id).not.toContain('broken');
  expect(asText(beside(html, 'PP-02.4'))).toContain('Not in use on this site There is no advertising on this site.');
});

test('evidence says of which code and day it is, and that it is out of date when the software has changed since', async () => {
  const fresh = asText(await read(run));
  expect(fresh).toContain('of Sunday 22 November 2026 at 18:00');
  expect(fresh).toContain('abc1234');
  expect(fresh).not.toContain('out of date');

  expect(asText(await read({ ...run, source: '0'.repeat(64) }))).toContain(
    'The software has changed since, so this is out of date.',
  );
  expect(asText(await read(undefined))).toContain('This copy of the software came without what its tests have shown.');
});
