import { Refusal } from '../platform/errors.ts';
import { type Route, route } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { livePolicy } from '../policy/policy.ts';
import { signals as known } from '../policy/signals.ts';
import { changeChoices, liftSignal } from './change-choices.ts';
import { choicesCookies, refusedIn } from './choices-cookie.ts';
import { chosenBy } from './find-choices.ts';
import { choicesPage } from './pages.ts';
import { ChoicesForm, ChoicesQuery, SignalForm } from './schema.ts';

type ConsentParts = Pick<Parts, 'db' | 'clock'>;

/** Somebody who tries both switches presses a few times; a script that fills the table is slowed down. */
const CHOOSING = { points: 60, seconds: 600 };

export const consentRoutes = (parts: ConsentParts): Route[] => [
  route({
    method: 'GET',
    path: '/.well-known/gpc.json',
    who: 'anyone',
    async handle() {
      const { lastModified } = await livePolicy(parts);
      return { json: { gpc: true, lastUpdate: lastModified } };
    },
  }),

  route({
    method: 'GET',
    path: '/privacy/choices',
    who: 'anyone',
    counted: true,
    query: ChoicesQuery,
    handle: (visit) => choicesPage(parts, visit, { done: visit.query.done }),
  }),

  route({
    method: 'POST',
    path: '/privacy/choices',
    who: 'anyone',
    rate: CHOOSING,
    body: ChoicesForm,
    again: (visit, _entered, problems) => choicesPage(parts, visit, { problems }),
    async handle(visit) {
      const { body, person } = visit;
      const choices = { ...refusedIn(await chosenBy(parts, visit)), ...body };
      if (person !== undefined) await changeChoices(parts, person.id, body);
      return { redirect: '/privacy/choices?done=kept', cookies: choicesCookies(choices) };
    },
  }),

  route({
    method: 'POST',
    path: '/privacy/signals',
    who: 'member',
    evenSuspended: true,
    rate: CHOOSING,
    body: SignalForm,
    again: (visit, _entered, problems) => choicesPage(parts, visit, { problems }),
    async handle({ body: { signal }, person, signals }) {
      if (person === undefined) throw new Refusal('sign-in-first');
      if (signals[signal])
        throw new Refusal('wrong-state', {
          sentence: `This browser sends ${known[signal].name}. Switch it off there first; until then we obey it.`,
        });
      await liftSignal(parts, person.id, signal);
      return { redirect: '/privacy/choices?done=lifted' };
    },
  }),
];
