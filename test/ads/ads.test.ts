import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { slotOn } from '#src/ads/rules.ts';
import { routes } from '#src/app.ts';
import { jobTable, TIMED } from '#src/jobs.ts';
import { ownEdition } from '#src/policy/policy.ts';
import { publishPolicy } from '#src/policy/publish-policy.ts';
import { dayBefore, dayOf } from '#src/visits/rules.ts';
import { openStubVendor, type StubVendor } from '#test/support/ad-vendor.ts';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, firstWebinarOf, idOf, passesAge, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';

const policyOf = ({ headers }: { headers: Headers }) => headers.get('content-security-policy') ?? '';

describe('with another company in the places for advertisements', () => {
  let site: Site;
  let stub: StubVendor;
  beforeAll(async () => {
    stub = await openStubVendor();
    site = await openSite({ adVendor: stub.vendor });
    await everybodyMovesIn(site);
  });
  afterAll(async () => {
    await site.close();
    await stub.close();
  });

  const origin = () => stub.vendor.elsewhere?.origin ?? '';

  test('its frame stands on the home page: sandboxed, labelled, named, with the way to refuse it, and told nothing (PP-02.4)', async () => {
    const answer = await site.visit().get('/?utm_source=canary');
    const [frame = ''] = /<iframe[^>]*>/.exec(answer.html) ?? [];
    expect(frame).toContain(`src="${origin()}/frame?slot&#x3D;home"`);
    expect(frame).toContain('referrerpolicy="no-referrer"');
    expect(frame).toContain('sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"');
    expect(answer.html).toMatch(/<span>Advertisement<\/span> <a href="\/privacy\/choices">Refuse advertising<\/a>/);
    expect(answer.html).toContain('<a href="https://shoes.example/privacy" rel="noopener noreferrer">');
    expect(policyOf(answer)).toContain(`frame-src 'self' ${origin()};`);
    expect(policyOf(answer)).not.toMatch(new RegExp(`(script|img|connect)-src[^;]*${origin()}`));
  });

  test('no address of the site but those of the list has one, for nobody, and no other page lets the company in', async () => {
    const { code } = await firstWebinarOf(site.parts, 'ada');
    const chloe = await idOf(site.parts, 'chloe');
    const pages = routes(site.parts).filter(({ method, path }) => method === 'GET' && slotOn(path) === undefined);
    const visitors: Client[] = [await passesAge(site.visit()), await signIn(site.visit(), 'ada')];
    visitors.push(await signIn(site.visit(), 'eve'));

    expect(pages.length).toBeGreaterThan(50);
    for (const { path } of pages) {
      const address = path
        .replace(':code', code)
        .replace(':personId', chloe)
        .replace(':token', 'A'.repeat(43))
        .replaceAll(/:\w+/g, '1');
      for (const visitor of visitors) {
        const answer = await visitor.get(address);
        expect(answer.html, address).not.toContain(origin());
        expect(answer.html, address).not.toContain('class="ad"');
        expect(policyOf(answer), address).not.toContain(origin());
      }
    }
  });

  test('rooms, accounts, forms, staff pages and the policy are not on the list, and cannot be by their kind', () => {
    const withSlot = routes(site.parts).filter(({ path }) => slotOn(path) !== undefined);
    expect(withSlot.map(({ path }) => path)).toEqual(expect.arrayContaining(['/']));
    for (const { who, room, door, method, path } of withSlot) {
      expect({ who, room, door }, path).toEqual({ who: 'anyone', room: undefined, door: undefined });
      expect(method, path).toBe('GET');
      expect(path).not.toMatch(/^\/(privacy|profile|admin|w|register|sign-in|account|contact|newsletter)/);
    }
  });

  test.each([
    ['sends Global Privacy Control', { 'sec-gpc': '1' }],
    ['sends Do Not Track', { dnt: '1' }],
  ])('whoever %s is shown none', async (_what, headers) => {
    const answer = await site.visit().get('/', headers);
    expect(answer.html).not.toContain('Advertisement');
    expect(policyOf(answer)).not.toContain(origin());
  });

  test('two clicks end it for good: on every later visit, after signing in and out, and after saving a consent (PP-02.6)', async () => {
    const visitor = site.visit();
    const isShown = async () => (await visitor.get('/')).html.includes(origin());
    expect(await isShown()).toBe(true);
    expect((await visitor.get('/')).html).toContain('href="/privacy/choices">Refuse advertising</a>');
    await visitor.post('/privacy/choices', { ads: 'off', statistics: 'on' });
    expect(await isShown()).toBe(false);

    await signIn(visitor, 'chloe');
    expect(await isShown()).toBe(false);
    const { code } = await firstWebinarOf(site.parts, 'ada');
    await visitor.post(`/w/${code}/email-sharing`, { agree: 'yes' });
    expect(await isShown()).toBe(false);
    await visitor.post('/session/end');
    expect(await isShown()).toBe(false);

    // Her account keeps to it in a browser that never heard of it.
    const elsewhere = await signIn(site.visit(), 'chloe');
    expect((await elsewhere.get('/')).html).not.toContain(origin());
  });

  test('a new version of the policy undoes no refusal, in a browser or of an account (PP-02.6)', async () => {
    const refused = { ads: 'off', statistics: 'off' };
    const [stranger, ben] = [site.visit(), await signIn(site.visit(), 'ben')];
    await stranger.post('/privacy/choices', refused);
    await ben.post('/privacy/choices', refused);

    const clauses = ownEdition.clauses.map((each) =>
      each.id === 'PP-16.1' ? { ...each, sentence: 'Ask us whatever you like.' } : each,
    );
    const by = await idOf(site.parts, 'eve');
    await publishPolicy(site.parts, {
      edition: { ...ownEdition, clauses },
      base: 1,
      effectiveAt: site.parts.clock(),
      by,
    });

    expect((await site.visit().get('/')).html).toContain('class="ad"');
    for (const each of [stranger, ben, await signIn(site.visit(), 'ben')])
      expect((await each.get('/')).html).not.toContain('class="ad"');
  });

  test('the choice is kept a year from each visit, so that it does not run out while somebody comes', async () => {
    const visitor = site.visit();
    await visitor.post('/privacy/choices', { ads: 'off', statistics: 'off' });
    for (const path of ['/', '/sign-in', '/privacy']) {
      const cookies = (await visitor.get(path)).headers.getSetCookie();
      for (const name of ['no-ads', 'no-statistics'])
        expect(cookies.join('\n'), path).toMatch(new RegExp(`^${name}=yes; Max-Age=31536000; `, 'm'));
    }
    expect((await site.visit().get('/')).headers.getSetCookie().join()).not.toContain('no-');
  });

  test('what was sent is counted by place and day, and by nothing else (PP-07.6)', async () => {
    await site.parts.ads.settled();
    await site.parts.db.adCounter.deleteMany();
    await Promise.all([site.visit().get('/'), site.visit().get('/'), site.visit().get('/', { dnt: '1' })]);
    // What is fetched ahead, and what is only asked after, nobody looks at.
    await Promise.all([site.visit().get('/', { 'sec-purpose': 'prefetch' }), fetch(site.url, { method: 'HEAD' })]);
    await site.parts.ads.settled();
    expect(await site.parts.db.adCounter.findMany()).toEqual([
      { day: expect.any(Date), slot: 'home', ad: 'shoes', shown: 2 },
    ]);
  });

  test('a counter goes after two years (PP-07.6)', async () => {
    const { db, clock } = site.parts;
    const counter = (day: Date) => ({ day, slot: 'home', ad: 'shoes', shown: 2 });
    const daysAgo = (days: number) => new Date(dayBefore(dayOf(clock()), days));
    await db.adCounter.deleteMany();
    await db.adCounter.createMany({ data: [729, 730, 900].map((days) => counter(daysAgo(days))) });
    await jobTable(site.parts, { wake() {}, async plan() {} })['ads.clear-counters']?.({});
    expect(await db.adCounter.findMany()).toEqual([counter(daysAgo(729))]);
    expect(TIMED['ads.clear-counters']).toBeLessThanOrEqual(60 * 60_000);
  });

  test('a company that fails costs no page: it comes without the advertisement', async () => {
    const { adFor } = stub.vendor;
    stub.vendor.adFor = () => Promise.reject(new Error('down'));
    const { status, html } = await site.visit().get('/');
    stub.vendor.adFor = adFor;
    expect([status, html.includes('class="ad"')]).toEqual([200, false]);
    expect(site.logged.join('\n')).toContain('ads.not-found');
    expect((await site.visit().get('/')).html).toContain('class="ad"');
  });

  test('staff read who fills the places, and the policy page names the company', async () => {
    const dev = await signIn(site.visit(), 'dev');
    expect((await dev.get('/admin/advertising')).html).toContain('Another company fills the places: Shoes &amp; Sons.');
    expect((await site.visit().get('/privacy')).html).toContain('Shoes &amp; Sons');
  });
});

describe('with our own advertisements', () => {
  let site: Site;
  let dev: Client;
  beforeAll(async () => {
    site = await openSite({ env: { ADS: 'house' } });
    await everybodyMovesIn(site);
    dev = await signIn(site.visit(), 'dev');
  });
  afterAll(() => site.close());
  beforeEach(() => site.parts.ads.settled());

  const ad = { title: 'Write to us less', text: 'One letter a month, and none if you like.', path: '/privacy' };

  test('while there is none, no page has a place for it', async () => {
    expect((await site.visit().get('/')).html).not.toContain('Advertisement');
    expect((await dev.get('/admin/advertising')).html).toContain('There is none');
  });

  test('Dev writes one, everybody sees it on the home page, its counter goes up, and Dev ends it', async () => {
    expect((await dev.post('/admin/advertising', ad)).location).toBe('/admin/advertising');
    const { html, headers } = await site.visit().get('/');
    expect(html).toContain('<a class="ad-own" href="/privacy"><strong>Write to us less</strong>');
    expect(html).toContain('Refuse advertising');
    expect(headers.get('content-security-policy')).toContain("frame-src 'self';");
    expect((await site.visit().get('/privacy')).html).not.toContain('class="ad"');
    expect((await site.visit().get('/', { 'sec-gpc': '1' })).html).not.toContain('class="ad"');
    await site.parts.ads.settled();

    const page = (await dev.get('/admin/advertising')).html;
    expect(page).toMatch(
      /data-head="What">Write to us less<\/td><td role="cell" data-head="How often"><span class="number">1</,
    );
    expect(page).toContain('<title id="ads-per-day-title">Advertisements sent per day</title>');

    const { html: table, status } = await dev.get('/admin/advertising.csv');
    expect([status, table]).toEqual([
      200,
      expect.stringMatching(/"\d{4}-\d\d-\d\d","Home page","Write to us less","1"/),
    ]);

    const [, end = ''] = /action="(\/admin\/advertising\/[0-9a-f-]+\/end)"/.exec(page) ?? [];
    expect((await dev.post(end)).location).toBe('/admin/advertising');
    expect((await site.visit().get('/')).html).not.toContain('class="ad"');
    expect((await dev.post(end)).status).toBe(404);
  });

  test.each(['https://shoes.example/', '//shoes.example', '/\\shoes.example', 'newsletter', '/two words'])(
    'an advertisement of ours does not lead to %s',
    async (path) => {
      const { status, html } = await dev.post('/admin/advertising', { ...ad, path });
      expect(status).toBe(422);
      expect(html).toContain('Enter a page of this site');
      await expect(
        site.parts.db.houseAd.create({
          data: { id: crypto.randomUUID(), ...ad, path, addedBy: crypto.randomUUID(), addedAt: new Date() },
        }),
      ).rejects.toThrow();
    },
  );
});

test('off is how a site begins: no place, no frame, and staff read so', async () => {
  const site = await openSite();
  await everybodyMovesIn(site);
  const dev = await signIn(site.visit(), 'dev');
  await dev.post('/admin/advertising', { title: 'Our own', text: 'Never shown.', path: '/' });
  expect((await site.visit().get('/')).html).not.toContain('class="ad"');
  expect((await dev.get('/admin/advertising')).html).toContain('Advertising is off');
  await site.close();
});
