import { cast, castPassword } from '#prisma/cast.ts';
import type { KeptLetter } from '#src/platform/inbox.ts';
import type { Answer, Client } from '../support/client.ts';
import { passesAge } from '../support/everybody.ts';
import type { Site } from '../support/site.ts';

export type Name = keyof typeof cast;

/** What somebody of the cast types into the registration form. */
export function registration(name: Name): Record<string, string> {
  const { role: _, ...typed } = cast[name];
  return { ...typed, password: castPassword, policyVersion: '1' };
}

export const letterTo = (site: Site, name: Name, subject: string): Promise<KeptLetter> =>
  site.inbox.letter((letter) => letter.to === cast[name].email && letter.subject.startsWith(subject));

/** The path of the first link in a letter. */
export const linkIn = ({ links }: KeptLetter): string => new URL(links[0] ?? '').pathname;

/** Registers, follows the link in the letter and presses the button. */
export async function openAccount(site: Site, name: Name): Promise<void> {
  const browser = await passesAge(site.visit());
  await browser.post('/register', registration(name));
  await browser.post(linkIn(await letterTo(site, name, 'Confirm')));
}

/** A browser in which somebody who has an account is signed in. */
export async function signedIn(site: Site, name: Name, password: string = castPassword): Promise<Client> {
  const browser = site.visit();
  const { status, html } = await signIn(browser, name, password);
  if (status !== 303) throw new Error(`${name} could not sign in: ${html}`);
  return browser;
}

export const signIn = (browser: Client, name: Name, password: string = castPassword): Promise<Answer> =>
  browser.post('/sign-in', { email: cast[name].email, password });

/** The session id as the cookie holds it, without its signature. */
export function sidIn(browser: Client): string {
  const value = decodeURIComponent(browser.cookies.get('sid') ?? '');
  return value.slice('s:'.length, value.lastIndexOf('.'));
}

/** A page without the value that differs in every answer by design. */
export const withoutNonce = ({ html }: Answer): string => html.replaceAll(/nonce="[^"]+"/g, '');
