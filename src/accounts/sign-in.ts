import type { WritingParts } from '../letters/write-letter.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import { clearTries, takeTry } from './count-tries.ts';
import { verifyPassword } from './hash-password.ts';
import { isKnownTo } from './known-browser.ts';
import { type Cause, writeConfirmAddress } from './mails.ts';
import { findPersonByEmail } from './store.ts';

/** `address` is where the request came from; `cookies` tell whether the account knows the browser. */
type Credentials = {
  email: string;
  password: string;
  address: string;
  cookies: Record<string, string | undefined>;
  cause: Cause;
};

/**
 * Who somebody is, by address and password. Refuses with `wrong-credentials` for either, after the same work;
 * with `too-many` when the account or the network has to wait; with `address-unconfirmed`, and a new letter, when only the
 * mailed link is missing.
 */
export async function checkPassword(
  parts: WritingParts,
  { email, password, address, cookies, cause }: Credentials,
): Promise<{ id: PersonId }> {
  const tried = { email, address, isKnown: isKnownTo(parts, email, cookies) };
  await takeTry(parts, tried);
  const person = await findPersonByEmail(parts.db, email);
  const fits = await verifyPassword(password, person?.passwordHash);
  if (person === null || !fits) throw new Refusal('wrong-credentials');

  await clearTries(parts, tried);
  if (person.confirmedAt === null) {
    await parts.db.transaction((tx) => writeConfirmAddress(parts, tx, person, cause));
    throw new Refusal('address-unconfirmed');
  }
  return { id: person.id };
}
