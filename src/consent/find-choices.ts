import type { Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { signals as known, type Refusable, signalNames, understood } from '../policy/signals.ts';
import { choicesIn } from './choices-cookie.ts';
import { directivesOf } from './find-refusals.ts';
import { type Choices, type DirectiveKind, directiveOf, refusalsFrom, switches } from './rules.ts';

/** The two switches as somebody has set them, in this browser or in their account. */
export async function chosenBy(
  parts: Pick<Parts, 'db'>,
  { person, cookies }: Pick<Visit, 'person' | 'cookies'>,
): Promise<Choices> {
  return chosen(choicesIn(cookies), await directivesOf(parts, person?.id));
}

const chosen = (here: Choices, directives: ReadonlySet<DirectiveKind>): Choices => ({
  ads: here.ads === 'off' || directives.has(directiveOf.ads) ? 'off' : 'on',
  statistics: here.statistics === 'off' || directives.has(directiveOf.statistics) ? 'off' : 'on',
});

/** What the partial `choices` shows: what was understood from this browser, both switches, and what the account remembers. */
export async function choicesOf(parts: Pick<Parts, 'db'>, visit: Pick<Visit, 'person' | 'signals' | 'cookies'>) {
  const { person, signals } = visit;
  const directives = await directivesOf(parts, person?.id);
  const here = choicesIn(visit.cookies);
  const refusals = refusalsFrom({ signals, choices: here, directives });
  const choices = chosen(here, directives);

  return {
    heard: signalNames.map((signal) => ({
      name: known[signal].name,
      isSent: signals[signal],
      sentence: understood(signal, signals[signal]),
    })),
    switches: switches.map((what) => ({
      ...words[what],
      isRefused: refusals[what],
      isChosen: choices[what] === 'off',
      /** What the form of its button sends: this switch and no other, which may have been pressed in between. */
      send: { what, value: choices[what] === 'on' ? 'off' : 'on' },
    })),
    mayRefuseBoth: !refusals.ads && !refusals.statistics,
    /** Signals that the account keeps to although this browser does not send them. */
    remembered: signalNames
      .filter((signal) => directives.has(signal) && !signals[signal])
      .map((signal) => ({ signal, name: known[signal].name })),
    isSignedIn: person !== undefined,
  };
}

const words: Record<Refusable, { title: string; allowed: string; refused: string; refuse: string; allow: string }> = {
  ads: {
    title: 'Advertising that follows you',
    allowed: 'Not refused. Where this site shows advertisements, you see them. None is picked by what you do here.',
    refused: 'You see no advertisement here.',
    refuse: 'Refuse advertising',
    allow: 'No longer refuse advertising',
  },
  statistics: {
    title: 'Counting visits',
    allowed:
      'Not refused. Unless you are signed in, a cookie tells your browser apart for one day, and your visit is counted. Nothing links one day to the next.',
    refused: 'You get no visitor cookie, and your visit is counted nowhere.',
    refuse: 'Refuse being counted',
    allow: 'No longer refuse being counted',
  },
};
