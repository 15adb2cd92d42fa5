import { effect, type ReadonlySignal, untracked } from '@preact/signals';
import { canChooseSpeaker } from './devices.ts';
import type { Incoming } from './receive.ts';

type Parts = {
  incoming: ReadonlySignal<ReadonlyMap<string, Incoming>>;
  speaker: ReadonlySignal<string>;
  /** Whether the browser refuses to play before the person touched the page. */
  blocked(is: boolean): void;
};

/** Plays what others say: one element for each sound, apart from the pictures, so that no layout ever interrupts a word. */
export class Sounds {
  readonly #elements = new Map<string, HTMLAudioElement>();
  readonly #place: HTMLElement;
  readonly #blocked: Parts['blocked'];
  #speaker = '';

  constructor({ incoming, speaker, blocked }: Parts) {
    this.#blocked = blocked;
    this.#place = document.createElement('div');
    this.#place.hidden = true;
    document.body.append(this.#place);
    effect(() => {
      const now = incoming.value;
      untracked(() => this.#follow(now));
    });
    effect(() => void this.#moveTo(speaker.value));
  }

  /** After a touch of the page the browser lets everything play. */
  async play(): Promise<void> {
    const played = await Promise.allSettled([...this.#elements.values()].map((element) => element.play()));
    this.#blocked(played.some((one) => one.status === 'rejected'));
  }

  #follow(incoming: ReadonlyMap<string, Incoming>): void {
    for (const [producerId, { kind, track }] of incoming) {
      if (kind === 'audio') this.#hear(producerId, track);
    }
    for (const [producerId, element] of this.#elements) {
      if (!incoming.has(producerId)) this.#forget(producerId, element);
    }
  }

  #hear(producerId: string, track: MediaStreamTrack): void {
    const element = this.#elements.get(producerId) ?? this.#newElement(producerId);
    const playing = element.srcObject instanceof MediaStream ? element.srcObject.getAudioTracks()[0] : undefined;
    if (playing === track) return;

    element.srcObject = new MediaStream([track]);
    element.play().catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NotAllowedError') this.#blocked(true);
    });
  }

  #newElement(producerId: string): HTMLAudioElement {
    const element = document.createElement('audio');
    element.autoplay = true;
    if (this.#speaker !== '') element.setSinkId(this.#speaker).catch(() => {});
    this.#elements.set(producerId, element);
    this.#place.append(element);
    return element;
  }

  #forget(producerId: string, element: HTMLAudioElement): void {
    element.srcObject = null;
    element.remove();
    this.#elements.delete(producerId);
  }

  async #moveTo(deviceId: string): Promise<void> {
    if (!canChooseSpeaker) return;
    this.#speaker = deviceId;
    await Promise.allSettled([...this.#elements.values()].map((element) => element.setSinkId(deviceId)));
  }
}
