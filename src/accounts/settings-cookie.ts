import { z } from 'zod';
import { timeZone } from '../platform/fields.ts';
import type { RememberedSettings, SetCookie } from '../platform/http/route.ts';
import { readSigned, signed } from '../platform/http/signed-cookie.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { signedIn } from './find-signed-in.ts';

const NAME = 'prefs';
const A_YEAR_SECONDS = 365 * 24 * 60 * 60;

/**
 * Mirrors the settings of somebody registered into their browser, so that it is as they like it before they sign in. Sent when
 * they sign in or save their settings, and to nobody else (PP-07.4). It names nobody and opens nothing.
 */
export const settingsCookie = (parts: SignParts, { theme, timeZone: zone }: RememberedSettings): SetCookie => ({
  name: NAME,
  value: signed(parts, NAME, `${theme} ${zone}`),
  path: '/',
  maxAgeSeconds: A_YEAR_SECONDS,
});

/** The cookie for somebody as they are now, when they sign in. */
export async function settingsCookieOf(parts: SignParts & Pick<Parts, 'db'>, id: PersonId): Promise<SetCookie[]> {
  const person = await signedIn(parts, id);
  return person === undefined
    ? []
    : [settingsCookie(parts, { theme: person.theme.value, timeZone: person.timeZone.value })];
}

/** The settings that a browser brings along; nothing when somebody has changed them on the way. */
export function settingsIn(
  parts: SignParts,
  { [NAME]: cookie }: Record<string, string | undefined>,
): RememberedSettings | undefined {
  const [theme, zone] = readSigned(parts, NAME, cookie)?.split(' ') ?? [];
  const settings = Settings.safeParse({ theme, timeZone: zone });
  return settings.success ? settings.data : undefined;
}

type SignParts = Pick<Parts, 'secrets'>;

/** What we signed a year ago may not be what we know today. */
const Settings = z.strictObject({ theme: z.enum(['system', 'light', 'dark']), timeZone });
