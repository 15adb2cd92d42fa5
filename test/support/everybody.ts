import { cast, castPassword } from '#prisma/cast.ts';
import { seedDemo } from '#prisma/seed.ts';
import { confirmAddress } from '#src/accounts/confirm-address.ts';
import { mintLink } from '#src/accounts/mint-link.ts';
import { register } from '#src/accounts/register.ts';
import type { PersonId, WebinarCode } from '#src/platform/ids.ts';
import type { Parts } from '#src/platform/parts.ts';
import { livePolicy } from '#src/policy/policy.ts';
import type { Client } from './client.ts';
import type { Site } from './site.ts';

export type CastName = keyof typeof cast;

/** Ada, Ben and Chloé with Ada's two webinars, as in the demo; and Dev and Eve with the rights that the cast gives them. */
export async function everybodyMovesIn({ parts }: Site): Promise<void> {
  await seedDemo(parts);
  await movesIn(parts, 'dev');
  await movesIn(parts, 'eve');
}

/** An account with a confirmed address. */
export async function movesIn(parts: Parts, who: CastName): Promise<PersonId> {
  const { name, email, howHeard, timeZone, role } = cast[who];
  const { version } = await livePolicy(parts);
  const form = { name, email, howHeard, timeZone, password: castPassword, policyVersion: version };
  await register(parts, form, { agePassedAt: parts.clock(), cause: 'house' });

  const id = await idOf(parts, who);
  const link = await mintLink(parts, id, 'confirm_address');
  await confirmAddress(parts, link.slice(link.lastIndexOf('/') + 1));
  await parts.db.person.update({ where: { id }, data: { role } });
  return id;
}

/** Answers the question that stands before every form for strangers. */
export async function passesAge(client: Client): Promise<Client> {
  const { status } = await client.post('/age', { month: '5', year: '1984', next: '/register' });
  if (status !== 303) throw new Error(`The age question was not passed: ${status}.`);
  return client;
}

export async function idOf({ db }: Pick<Parts, 'db'>, who: CastName): Promise<PersonId> {
  const { id } = await db.person.findUniqueOrThrow({ where: { email: cast[who].email } });
  return id as PersonId;
}

/** Signs in on the page for it. */
export async function signIn(client: Client, who: CastName): Promise<Client> {
  const { status } = await client.post('/sign-in', { email: cast[who].email, password: castPassword });
  if (status !== 303) throw new Error(`${cast[who].name} could not sign in: ${status}.`);
  return client;
}

/** The webinar of Ada's that starts first. */
export async function firstWebinarOf({ db }: Pick<Parts, 'db'>, who: CastName) {
  const webinar = await db.webinar.findFirstOrThrow({
    where: { host: { email: cast[who].email } },
    orderBy: { startsAt: 'asc' },
  });
  return { ...webinar, code: webinar.code as WebinarCode };
}
