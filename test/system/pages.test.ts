import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { firstAdminLink } from '#src/accounts/make-first-admin.ts';
import { mintLink } from '#src/accounts/mint-link.ts';
import { routes } from '#src/app.ts';
import { livePolicy } from '#src/policy/policy.ts';
import { answersAge, openBrowser, type Visitor, visitor } from '../support/browser.ts';
import { type CastName, everybodyMovesIn, firstWebinarOf, idOf, signIn } from '../support/everybody.ts';
import { aReport, firstOffer } from '../support/offers.ts';
import { chloesQuestion } from '../support/questions.ts';
import { openSite, type Site } from '../support/site.ts';
import { letterPages } from './letter-pages.ts';
import { newsletterPages } from './newsletter-pages.ts';
import { NO_PAGES } from './no-pages.ts';
import { chloeDecides, meetsWhileSuspended, sendsEmptied } from './profile-states.ts';
import { cancelledWebinar, roomPages } from './room-pages.ts';
import { statisticsPages } from './statistics-pages.ts';
import { surveyPages } from './survey-pages.ts';

/** As people hold it and as they like it. */
const LOOKS = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const;

/** The small one: every page reads it anew. */
const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

type Shown = {
  as?: CastName;
  /** Brings the browser to the page, in the state it is looked at in. */
  open(page: Page): Promise<unknown>;
};

let site: Site;
let browser: Browser;
let code: string;
let cancelled: string;
let firstAdmin: string;
let decided: Awaited<ReturnType<typeof chloeDecides>>;

const at = (path: string) => (page: Page) => page.goto(site.url + path);
const linkFor = (purpose: 'confirm_address' | 'reset_password') => async (page: Page) =>
  page.goto(await mintLink(site.parts, await idOf(site.parts, 'ben'), purpose));

/** Past the question that stands before every form for strangers. */
const asked = (open: Shown['open']) => async (page: Page) => {
  await open(page);
  await answersAge(page);
  await page.getByLabel('Your name').waitFor();
};

/** Sends the form of a page as it is, which it never is enough. */
const sent = (path: string, button: string) => async (page: Page) => {
  await page.goto(site.url + path);
  await page.locator('form.form').getByRole('button', { name: button }).click();
  await page.getByRole('alert').waitFor();
};

const PAGES: Record<string, Shown> = {
  'the home page': { open: at('/') },
  'the home page of a member': { as: 'ada', open: at('/') },
  'the policy': { open: at('/privacy') },
  'the versions of the policy': { open: at('/privacy/versions') },
  'a version of the policy': { open: at('/privacy/versions/1') },
  'the policy as admins see it': { as: 'eve', open: at('/admin/policy') },
  'an edition': { as: 'eve', open: at('/admin/policy/edition') },
  'what an edition changes': {
    as: 'eve',
    open: async (page) => {
      await page.goto(`${site.url}/admin/policy/edition`);
      await page.locator('[name="PP-16.1"]').fill('Ask us whatever you like about this policy.');
      await page.getByRole('button', { name: 'See what it changes' }).click();
      await page.getByRole('heading', { name: 'What this edition changes' }).waitFor();
    },
  },
  'the question before registering': { open: at('/register') },
  'the question, answered with nothing': { open: sent('/register', 'Go on') },
  'not by yourself yet': {
    open: async (page) => {
      await page.goto(`${site.url}/register`);
      await answersAge(page, { year: String(new Date().getFullYear() - 9) });
    },
  },
  'privacy choices': { open: at('/privacy/choices') },
  'privacy choices of a member': { as: 'ada', open: at('/privacy/choices') },
  'registering': { open: asked(at('/register')) },
  'registering with every field wrong': {
    open: async (page) => {
      await asked(at('/register'))(page);
      await sent('/register', 'Register')(page);
    },
  },
  'looking for the letter': { open: at('/register/check-your-mail') },
  'confirming an address': { open: linkFor('confirm_address') },
  'a spent confirmation': { open: at(`/confirm/${'A'.repeat(43)}`) },
  'signing in': { open: at('/sign-in') },
  'signing in with nothing': { open: sent('/sign-in', 'Sign in') },
  'a forgotten password': { open: at('/password/forgotten') },
  'looking for the other letter': { open: at('/password/check-your-mail') },
  'a new password': { open: linkFor('reset_password') },
  'a spent reset': { open: at(`/password/reset/${'A'.repeat(43)}`) },
  'My Profile': { as: 'ada', open: at('/profile') },
  'My Profile with decisions, a new address and a look': { as: 'chloe', open: at('/profile') },
  'a part of My Profile with nothing in it': {
    as: 'ada',
    open: (page) => sendsEmptied(site, page, '/profile/who-you-are'),
  },
  'what was done with one’s data': { as: 'ada', open: at('/profile/record') },
  'a receipt': { as: 'chloe', open: (page) => at(`/profile/consents/${decided.receipt}`)(page) },
  'agreeing to a new address': { open: (page) => at(decided.changeLink)(page) },
  'a spent link to a new address': { open: at(`/address-change/${'A'.repeat(43)}`) },
  'a page that is closed while suspended': { as: 'ben', open: (page) => meetsWhileSuspended(site, page, '/webinars') },
  'the processors': { as: 'eve', open: at('/admin/processors') },
  'adding a processor with nothing': { as: 'eve', open: sent('/admin/processors', 'Add it and ask') },
  'who helps us': { open: at('/privacy/processors') },
  'where admins begin': { as: 'eve', open: at('/admin') },
  'the people': { as: 'eve', open: at('/admin/people') },
  'nobody found': { as: 'eve', open: at('/admin/people?find=nobody&role=staff') },
  'an account': {
    as: 'eve',
    open: async (page) => {
      await page.goto(`${site.url}/admin/people?find=Chlo`);
      await page.getByRole('link', { name: cast.chloe.name }).click();
      await page.getByRole('heading', { name: 'An account' }).waitFor();
    },
  },
  'the first admin': { open: asked((page) => page.goto(firstAdmin)) },
  'no webinars yet': { as: 'ben', open: at('/webinars') },
  'webinars': { as: 'ada', open: at('/webinars') },
  'scheduling': { as: 'ada', open: at('/webinars/new') },
  'scheduling with nothing': { as: 'ada', open: sent('/webinars/new', 'Schedule the webinar') },
  'editing': { as: 'ada', open: (page) => at(`/webinars/${code}/edit`)(page) },
  'cancelling': { as: 'ada', open: (page) => at(`/webinars/${code}/cancellation`)(page) },
  'who came to a webinar': { as: 'ada', open: (page) => at(`/webinars/${code}/attendance`)(page) },
  'a webinar': { open: (page) => at(`/w/${code}`)(page) },
  'a webinar, and whether its host may write': { as: 'chloe', open: (page) => at(`/w/${code}`)(page) },
  'letting a host write, with the box unticked': {
    as: 'dev',
    open: (page) => sent(`/w/${code}`, 'Share my address')(page),
  },
  'a webinar of one’s own': { as: 'ada', open: (page) => at(`/w/${code}`)(page) },
  'a webinar that is cancelled': { open: (page) => at(`/w/${cancelled}`)(page) },
  'the room of a cancelled webinar': { open: (page) => at(`/w/${cancelled}/room`)(page) },
  'the door of a room': { open: asked((page) => at(`/w/${code}/room`)(page)) },
  'the green room of the host': { as: 'ada', open: (page) => at(`/w/${code}/room`)(page) },
  'the green room of a member': { as: 'chloe', open: (page) => at(`/w/${code}/room`)(page) },
  ...roomPages(() => `${site.url}/w/${code}/room`),
  'asking us': { open: (page) => afterAge(page, '/contact', 'Your message') },
  'asking us with nothing': { as: 'ada', open: sent('/contact', 'Send it to us') },
  'a question': { open: async (page) => at((await chloesQuestion(site.parts)).path)(page) },
  ...statisticsPages(() => site, sent),
  'the tickets': { as: 'dev', open: at('/admin/tickets') },
  'a ticket': { as: 'dev', open: async (page) => at(`/admin/tickets/${(await chloesQuestion(site.parts)).id}`)(page) },
  'the offers': { open: at('/offers') },
  'reporting a link': {
    open: async (page) => afterAge(page, `/offers/${await firstOffer(site.parts)}/report`, 'What is wrong with it?'),
  },
  'the offers and a report, as staff see them': {
    as: 'dev',
    open: async (page) => {
      await aReport(site.parts);
      await at('/admin/offers')(page);
    },
  },
  'changing an offer': {
    as: 'dev',
    open: async (page) => at(`/admin/offers/${await firstOffer(site.parts)}`)(page),
  },
  'the inbox': { open: at('/dev/mail') },
  'a letter': { open: at('/dev/mail/1') },
  'the design page': { open: at('/design') },
  'the design of the room': { open: at('/design/room') },
  'the design of the green room': { open: at('/design/green-room') },
  'the design of the people': { open: at('/design/people') },
  ...surveyPages(() => site),
  ...letterPages(() => site, sent),
  ...newsletterPages(() => site, sent),
  'nothing there': { open: at('/no-such-page') },
};

async function afterAge(page: Page, path: string, label: string): Promise<void> {
  await page.goto(site.url + path);
  await answersAge(page);
  await page.getByLabel(label).waitFor();
}

beforeAll(async () => {
  site = await openSite();
  firstAdmin = (await firstAdminLink(site.parts)) ?? '';
  await everybodyMovesIn(site);
  await site.visit().post('/password/forgotten', { email: cast.ben.email });
  await site.inbox.letter(({ to }) => to === cast.ben.email);
  ({ code } = await firstWebinarOf(site.parts, 'ada'));
  cancelled = await cancelledWebinar(site);
  decided = await chloeDecides(site);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const seen = new Set<string>();

describe('everybody can read', () => {
  test.each(Object.entries(PAGES))('%s', async (_name, { as, open }) => {
    if (open === PAGES['the first admin']?.open)
      await site.parts.db.person.update({ where: { email: cast.eve.email }, data: { role: 'member' } });
    if (as === 'eve') await site.parts.db.person.update({ where: { email: cast.eve.email }, data: { role: 'admin' } });
    const { page, context, complaints } = as === undefined ? await visitor(browser) : await browserOf(as);

    await open(page);
    seen.add(new URL(page.url()).pathname);
    await page.evaluate(AXE);
    for (const look of LOOKS) {
      await page.setViewportSize(look);
      await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
      expect(await found(page), JSON.stringify(look)).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        'scrolls sideways',
      ).toBeLessThanOrEqual(0);
    }

    // Chromium calls a page with an honest status a failed resource.
    expect(complaints.splice(0).filter((each) => !/status of (403|404|410|422)/.test(each))).toEqual([]);
    if (as === undefined) await context.close();
  });
});

test('the policy prints as a document: every sentence and its date, and nothing to press', async () => {
  const { page, context } = await visitor(browser);
  await page.goto(`${site.url}/privacy`);
  await page.emulateMedia({ media: 'print' });

  expect(await page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false);
  expect(await page.getByText(/^This policy was last modified on/).isVisible()).toBe(true);
  for (const { id } of (await livePolicy(site.parts)).clauses)
    expect(await page.getByText(id, { exact: true }).first().isVisible(), id).toBe(true);
  await context.close();
});

test('no page is left out', () => {
  const pages = routes(site.parts).filter(({ method, path }) => method === 'GET' && !NO_PAGES.includes(path));
  const unseen = pages.filter(({ path }) => {
    const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
    return ![...seen].some((each) => pattern.test(each));
  });
  expect(unseen.map(({ path }) => path)).toEqual([]);
});

/** Whoever is signed in stays so from page to page: a browser that has just been opened spends a second on itself. */
const browsers = new Map<CastName, Visitor>();

async function browserOf(who: CastName): Promise<Visitor> {
  const known = browsers.get(who);
  const theirs = known ?? (await visitor(browser));
  browsers.set(who, theirs);
  await theirs.page.setViewportSize(LOOKS[0]);
  await theirs.page.emulateMedia({ colorScheme: LOOKS[0].colorScheme, reducedMotion: null });
  if (known === undefined) {
    const client = await signIn(site.visit(), who);
    await theirs.context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: site.url })));
  }
  return theirs;
}

/** What axe finds, one line for each place. */
const found = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
  });

declare global {
  interface Window {
    axe: {
      run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    };
  }
}
