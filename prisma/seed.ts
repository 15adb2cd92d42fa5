import { confirmAddress } from '../src/accounts/confirm-address.ts';
import { peopleBeyond, personWithAddress } from '../src/accounts/find-person.ts';
import { mintLink } from '../src/accounts/mint-link.ts';
import { register } from '../src/accounts/register.ts';
import { addOffer } from '../src/offers/add-offer.ts';
import { listAllOffers } from '../src/offers/find-offer.ts';
import type { PersonId, WebinarId } from '../src/platform/ids.ts';
import type { Parts } from '../src/platform/parts.ts';
import { livePolicy } from '../src/policy/policy.ts';
import { askQuestion } from '../src/support/ask-question.ts';
import { listOwnTickets } from '../src/support/list-tickets.ts';
import { buildSurvey } from '../src/surveys/build-survey.ts';
import { addQuestion } from '../src/surveys/change-questions.ts';
import { ownSurvey } from '../src/surveys/find-surveys.ts';
import { publishSurvey } from '../src/surveys/publish-survey.ts';
import { listWebinars } from '../src/webinars/list-webinars.ts';
import { schedule } from '../src/webinars/schedule.ts';
import { startOf, wallTimeAt } from '../src/webinars/wall-time.ts';
import { cast, castPassword, offer, question, surveys, webinars } from './cast.ts';

/**
 * Who gets a demo account. Staff and admins of the cast do not: a right is never given to an account whose password is
 * printed, so the first admin comes by the one-time link instead.
 */
const DEMO = ['ada', 'ben', 'chloe'] as const;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * Plays the cast through the product's own verbs: register, confirm, schedule. What is there already stays, so a start
 * that was cut short is made good by the next. Does nothing where anybody else has an account, or where others could reach
 * the site, because everybody knows the password of these accounts. Says whether the demo accounts are there.
 */
export async function seedDemo(parts: Parts): Promise<boolean> {
  if (!staysOnThisMachine(parts) || (await somebodyElseIsHere(parts))) return false;

  const ids: PersonId[] = [];
  for (const name of DEMO) ids.push(await accountOf(parts, name));
  const [ada, , chloe] = ids;
  if (ada !== undefined) await planFor(parts, ada);
  if (chloe !== undefined) await askAs(parts, chloe);
  if ((await listAllOffers(parts)).length === 0) await addOffer(parts, offer, NOBODY);
  return true;
}

type DemoName = (typeof DEMO)[number];

/** Letters stay in the development inbox and the address is the loopback: only then nobody else can sign in. */
const staysOnThisMachine = ({ config }: Parts): boolean =>
  config.SMTP_URL === undefined && LOOPBACK.has(new URL(config.BASE_URL).hostname);

async function somebodyElseIsHere(parts: Parts): Promise<boolean> {
  const others = await peopleBeyond(
    parts.db,
    DEMO.map((name) => cast[name].email),
  );
  return others > 0;
}

async function accountOf(parts: Parts, name: DemoName): Promise<PersonId> {
  const known = await personWithAddress(parts.db, cast[name].email);
  if (known === null) await registerAs(parts, name);

  const person = known ?? (await personWithAddress(parts.db, cast[name].email));
  if (person === null) throw new Error(`${name} has no account after registering.`);
  if (person.confirmedAt === null) await confirm(parts, person.id);
  return person.id;
}

async function registerAs(parts: Parts, name: DemoName): Promise<void> {
  const { email, howHeard, timeZone } = cast[name];
  const { version } = await livePolicy(parts);
  await register(
    parts,
    { name: cast[name].name, email, howHeard, timeZone, password: castPassword, policyVersion: version },
    { agePassedAt: parts.clock(), cause: 'house' },
  );
}

async function confirm(parts: Parts, id: PersonId): Promise<void> {
  const link = await mintLink(parts, id, 'confirm_address');
  await confirmAddress(parts, link.slice(link.lastIndexOf('/') + 1));
}

/** The demo has no staff; somebody put the offer there all the same. */
const NOBODY = '00000000-0000-4000-8000-000000000000' as PersonId;

async function askAs(parts: Parts, chloe: PersonId): Promise<void> {
  if ((await listOwnTickets(parts, chloe)).length > 0) return;
  const { topic, text } = question;
  await askQuestion(parts, { topic, text, email: undefined, tellsAccount: false }, { personId: chloe });
}

async function planFor(parts: Parts, ada: PersonId): Promise<void> {
  const { upcoming, past, cancelled } = await listWebinars(parts, ada);
  if (upcoming.length + past.length + cancelled.length > 0) return;

  const now = parts.clock();
  await plan(parts, ada, 'mushrooms', soon(now));
  const bread = await plan(parts, ada, 'bread', eveningAround(now.getTime() + WEEK_MS));
  await askAt(parts, ada, bread, 'flour');
  await askAt(parts, ada, bread, 'basket');
}

/** Open until the evening of the webinar. */
async function askAt(parts: Parts, ada: PersonId, webinarId: WebinarId, name: keyof typeof surveys): Promise<void> {
  const { questions, ...details } = surveys[name];
  const { timeZone } = cast.ada;
  const [date = '', time = ''] = wallTimeAt(eveningAround(parts.clock().getTime() + WEEK_MS), timeZone).split('T');
  const code = await buildSurvey(parts, { ownerId: ada, webinarId, timeZone }, { ...details, date, time });
  const { id } = await ownSurvey(parts, { id: ada, role: 'member' }, code);
  for (const each of questions) await addQuestion(parts, id, { ...each, options: [...each.options] });
  await publishSurvey(parts, { id, by: ada });
}

async function plan(parts: Parts, host: PersonId, name: keyof typeof webinars, startsAt: Date): Promise<WebinarId> {
  const { host: who, ...words } = webinars[name];
  const { timeZone } = cast[who];
  const [date = '', time = ''] = wallTimeAt(startsAt, timeZone).split('T');
  return (await schedule(parts, host, { ...words, date, time, timeZone })).id;
}

/** Half an hour from now on a round five minutes, so that the demo has a webinar that is about to start. */
function soon(now: Date): Date {
  const five = 5 * MINUTE_MS;
  const at = new Date(Math.ceil((now.getTime() + 30 * MINUTE_MS) / five) * five);
  const { startsAt } = startOf(wallTimeAt(at, cast.ada.timeZone), cast.ada.timeZone);
  // In the hour that clocks show for the second time, the wall time would mean the first.
  return startsAt.getTime() === at.getTime() ? at : new Date(at.getTime() + 60 * MINUTE_MS);
}

function eveningAround(at: number): Date {
  const day = wallTimeAt(new Date(at), cast.ada.timeZone).slice(0, 10);
  return startOf(`${day}T18:00`, cast.ada.timeZone).startsAt;
}
