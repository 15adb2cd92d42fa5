import type { PersonId } from '#src/platform/ids.ts';
import { held } from '#src/policy/held.ts';
import { questionCodes } from '#src/policy/questions.ts';
import type { Client } from '../support/client.ts';
import type { CastName } from '../support/everybody.ts';
import { signIn } from '../support/everybody.ts';
import type { Site } from '../support/site.ts';

export const signedInAs = (site: Site, who: CastName): Promise<Client> => signIn(site.visit(), who);

export const profileOf = async (browser: Client): Promise<string> => (await browser.get('/profile')).html;

/** A form of My Profile as it stands on the page: every field with what is in it. */
export function formOn(html: string, action: string): Record<string, string> {
  const form = new RegExp(`<form[^>]*action="${action}"[^>]*>(.*?)</form>`, 's').exec(html)?.[1] ?? '';
  const inputs = Array.from(form.matchAll(/<input[^>]*>/g), ([tag]) => ['', inTag(tag, 'name'), inTag(tag, 'value')]);
  const texts = form.matchAll(/<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</g);
  const lists = form.matchAll(/<select[^>]*name="(\w+)".*?<option value="([^"]*)" selected.*?<\/select>/gs);
  return Object.fromEntries([...inputs, ...texts, ...lists].map(([, name = '', value = '']) => [name, plain(value)]));
}

const inTag = (tag: string, attribute: string) => new RegExp(` ${attribute}="([^"]*)"`).exec(tag)?.[1] ?? '';

const plain = (text: string) => text.replaceAll('&#x27;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** What stands in the tables for each column that can be changed. */
export async function storedOf(site: Site, id: PersonId): Promise<Record<string, string | null>> {
  const { db } = site.parts;
  const person: Record<string, unknown> = await db.person.findUniqueOrThrow({ where: { id } });
  const answers = await db.optionalAnswer.findMany({ where: { personId: id } });
  const columns = Object.keys(held).filter((column) => column.startsWith('Person.'));
  return {
    ...Object.fromEntries(columns.map((column) => [column, person[column.slice('Person.'.length)] as string | null])),
    ...Object.fromEntries(
      questionCodes.map((code) => [code, answers.find(({ question }) => question === code)?.answer ?? null]),
    ),
  };
}

export const collectedUnder = async (site: Site, id: PersonId) =>
  (await site.parts.db.person.findUniqueOrThrow({ where: { id } })).collectedUnder;

export const notesAbout = async (site: Site, about: PersonId, start: string) =>
  site.parts.db.auditNote.findMany({ where: { about, event: { startsWith: start } }, orderBy: { id: 'asc' } });
