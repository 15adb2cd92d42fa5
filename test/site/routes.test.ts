import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSite, type Site } from '../support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('a process whose database or workers are away says so, and goes on living', async () => {
  const { checks } = site.parts;
  const { database, workers } = checks;

  checks.database = () => Promise.reject(new Error('The database is away.'));
  checks.workers = async () => false;
  const ready = await site.visit().get('/readyz');
  expect([ready.status, JSON.parse(ready.html)]).toEqual([503, { database: false, workers: false }]);
  expect((await site.visit().get('/livez')).status).toBe(200);

  Object.assign(checks, { database, workers });
  expect((await site.visit().get('/readyz')).status).toBe(200);
});
