import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';
import { asks, contestDetails } from '#test/surveys/asked.ts';

/** One with the signs that stand for other letters where a database looks for words, and one without. */
const TITLES = ['100% of rye_straw \\ wheat', 'About 1000 bags of ryestraw'];

let site: Site;
let eve: Client;
beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  eve = await signIn(site.visit(), 'eve');
  for (const title of TITLES) {
    await asks(site.parts, { form: { title } });
    await asks(site.parts, { form: { ...contestDetails, title } });
    const issue = { title, audience: 'newsletter', markdown: 'We have straw.' };
    await eve.post('/admin/newsletters', issue);
  }
});
afterAll(() => site.close());

const titlesIn = (html: string) => TITLES.filter((title) => html.includes(`>${title}</a>`));
const lists = ['newsletters', 'surveys', 'contests'];

test.each(lists)('who looks for signs among %s finds them as they were written', async (list) => {
  const found = async (find: string) =>
    titlesIn((await eve.get(`/admin/${list}?${new URLSearchParams({ find })}`)).html);
  expect(await found('STRAW')).toEqual(TITLES);
  for (const sign of ['%', '_', '\\', '0%', 'e_s', ' \\ ']) expect(await found(sign), sign).toEqual([TITLES[0]]);
  for (const none of ['%%', 'r_e', "'", '"', '\u{1F33E}', 'rye\\']) expect(await found(none), none).toEqual([]);
});

test('a question is found by its number, or by how that begins', async () => {
  const { id } = await site.parts.db.ticket.findFirstOrThrow();
  const found = async (number: string) => (await eve.get(`/admin/tickets?${new URLSearchParams({ number })}`)).html;
  for (const number of [id.slice(0, 8), id.slice(0, 3), ` ${id.slice(0, 8).toUpperCase()}`, 'no number', '%'])
    expect(await found(number), number).toContain(`/admin/tickets/${id}`);
  expect(await found((id.startsWith('0') ? '1' : '0') + id.slice(1, 8))).toContain('None of these');
});

test.each([
  ...['people?find=ada&page=9999', 'newsletters?find=straw&page=1000', 'surveys?find=straw&page=9999'],
  ...['contests?state=open&page=9999', 'tickets?state=closed&page=9999', 'outbox?state=sent&before=0'],
])('a page past the end of %s leads back into the list, with what was looked for', async (address) => {
  const { status, location = '' } = await eve.get(`/admin/${address}`);
  expect([status, location.split('?')[0]]).toEqual([303, `/admin/${address.split('?')[0]}`]);
  const [[name, value]] = [...new URLSearchParams(address.split('?')[1])] as [[string, string]];
  expect(new URLSearchParams(location.split('?')[1]).get(name)).toBe(value);
  expect((await eve.get(location)).status).toBe(200);
});
