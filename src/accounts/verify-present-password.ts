import { compute } from '../gateway/release.ts';
import { wrongField } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import { clearTries, takeTry } from './count-tries.ts';
import { verifyPassword } from './hash-password.ts';
import type { Person } from './store.ts';

/** `address` is where the request came from, `field` the name of the field it was typed into. */
type Typed = { password: string; address: string; field: string };

/**
 * Lets somebody who is signed in go on only with their present password, so that an unattended browser is not enough.
 * Guessing counts as at the door: refuses beside the field, and with `too-many` when they have to wait.
 */
export async function verifyPresentPassword(
  parts: Pick<Parts, 'db' | 'secrets'>,
  person: Person,
  { password, address, field }: Typed,
): Promise<void> {
  const tried = compute('run-service', person.email, (email) => ({ email, address }));
  await takeTry(parts, tried);
  if (!(await verifyPassword(password, person.passwordHash)))
    throw wrongField(field, 'This is not your present password.');
  await clearTries(parts, tried);
}
