import type { MediaSource } from '../../../protocol/media.ts';
import type { OnStage } from '../../../protocol/room-messages.ts';
import type { Media } from './state.ts';

/** How the receiving half of the media is, seen from the page. `gone`: there is none. */
export type MediaHealth = 'gone' | 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

/** A picture may freeze for this long before we act. Shorter restarts a path that a passing lorry had covered. */
export const DISCONNECTED_PATIENCE_MS = 3_000;
/** A new path that is not there after this long will not come; longer leaves the person with a still picture. */
export const RESTART_PATIENCE_MS = 8_000;

/** What to ask for when the socket is back: the news alone, or everything anew. Media outlives a socket for a while. */
export function afterReconnect(media: MediaHealth): 'catch-up' | 'join' {
  return media === 'gone' || media === 'closed' ? 'join' : 'catch-up';
}

/** Refusals after which asking again cannot help. */
const FINAL = new Map<string, 'ended' | 'removed' | 'moved'>([
  ['room-ended', 'ended'],
  ['removed', 'removed'],
  ['moved', 'moved'],
]);
/** Refusals that pass by themselves; the last two are ours, for a server that said nothing. */
const PASSING: readonly string[] = ['unavailable', 'media-unavailable', 'too-many', 'offline', 'no-answer'];

export type AfterRefusal = 'ended' | 'removed' | 'moved' | 'failed' | 'again';

/** What a refused connection or join means. Only a room that is briefly not there is worth asking again. */
export function afterRefusal(code: string): AfterRefusal {
  return FINAL.get(code) ?? (PASSING.includes(code) ? 'again' : 'failed');
}

/** What to do about a path in this state: a short gap is waited out, then the path is made anew, then everything. */
export function afterTransport(state: MediaHealth, restarted: boolean): 'nothing' | 'wait' | 'restart-ice' | 'rejoin' {
  if (state === 'failed') return restarted ? 'rejoin' : 'restart-ice';
  else if (state === 'disconnected') return 'wait';
  else return 'nothing';
}

/** One word for both halves together; a half that carries nothing does not count. */
export function mediaState(halves: { health: MediaHealth; streams: number }[], restarting: boolean): Media {
  const used = halves.filter(({ streams }) => streams > 0).map(({ health }) => health);
  if (restarting || used.includes('failed') || used.includes('disconnected')) return 'restarting';
  else if (used.length === 0) return 'none';
  else return used.every((health) => health === 'connected') ? 'flowing' : 'connecting';
}

/** Streams that were on the stage and are not any more. One that has not been there yet is only early. */
export function streamsThatLeft(before: OnStage[], after: OnStage[]): string[] {
  const still = new Set(producerIds(after));
  return producerIds(before).filter((producerId) => !still.has(producerId));
}

const producerIds = (stage: OnStage[]) => stage.flatMap(({ streams }) => streams.map(({ producerId }) => producerId));

/** How long to wait before try number `attempt` (from 0). Spread, so that a whole audience does not knock at once. */
export function waitBefore(attempt: number, random: number): number {
  const most = Math.min(5_000, 500 * 2 ** attempt);
  return Math.round(most * (0.5 + random / 2));
}

export type OwnStream = { source: MediaSource; paused: boolean };

/** What to mend after news of the whole room: what the room believes we send, against what we do. */
export type Mending = {
  /** The room has it, we switched it off unheard. */
  close: MediaSource[];
  /** We muted it unheard. */
  pause: MediaSource[];
  /** The room muted it unheard. In doubt, silence wins. */
  silence: MediaSource[];
  /** We send into nowhere: everything must be sent anew. */
  restart: boolean;
};

export function mend(known: OwnStream[], ours: OwnStream[]): Mending {
  const pausedHere = new Map(ours.map(({ source, paused }) => [source, paused]));
  const both = known.filter(({ source }) => pausedHere.has(source));
  return {
    close: known.filter(({ source }) => !pausedHere.has(source)).map(({ source }) => source),
    pause: both.filter(({ source, paused }) => !paused && pausedHere.get(source) === true).map(({ source }) => source),
    silence: both
      .filter(({ source, paused }) => paused && pausedHere.get(source) === false)
      .map(({ source }) => source),
    restart: ours.some(({ source }) => !known.some((stream) => stream.source === source)),
  };
}
