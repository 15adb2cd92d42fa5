import type { Signals } from '../platform/http/signals.ts';
import { signals as effects, type Refusable, type Signal, signalNames } from '../policy/signals.ts';

export type DirectiveKind = Signal | 'ads_optout' | 'statistics_optout';
export type DirectiveAct = 'set' | 'lift';

/** What there is a switch for. */
export const switches = ['ads', 'statistics'] as const satisfies readonly Refusable[];

/** The directive behind each switch. */
export const directiveOf = { ads: 'ads_optout', statistics: 'statistics_optout' } as const satisfies Record<
  Refusable,
  DirectiveKind
>;

/** What stands of everything somebody asked of us: the last act about each kind counts, and nothing else does. */
export function standing(events: readonly { kind: DirectiveKind; act: DirectiveAct }[]): ReadonlySet<DirectiveKind> {
  const kinds = new Set<DirectiveKind>();
  for (const { kind, act } of events) {
    if (act === 'set') kinds.add(kind);
    else kinds.delete(kind);
  }
  return kinds;
}

/** Switches as they stand in one browser; `off` is a refusal. */
export type Choices = Record<Refusable, 'on' | 'off'>;

export type Refusals = Record<Refusable, boolean> & { because: (Signal | 'choice')[] };

type Wishes = { signals: Signals; choices: Choices; directives: ReadonlySet<DirectiveKind> };

/** What is refused, by whatever this browser sends, holds, and its person's account remembers. One reason is enough. */
export function refusalsFrom({ signals, choices, directives }: Wishes): Refusals {
  const heard = signalNames.filter((signal) => signals[signal] || directives.has(signal));
  const chosen = (what: Refusable) => choices[what] === 'off' || directives.has(directiveOf[what]);
  const refused = (what: Refusable) => chosen(what) || heard.some((signal) => effects[signal].refuses.includes(what));
  const because = chosen('ads') || chosen('statistics') ? [...heard, 'choice' as const] : heard;
  return { ads: refused('ads'), statistics: refused('statistics'), because };
}
