import { type ReadonlySignal, signal } from '@preact/signals';
import { deviceTrouble } from '../remember/words.ts';

export type Kind = 'camera' | 'microphone';
export type Choice = { deviceId: string; label: string };

/** `null` while nothing of this kind is open; nothing is opened before the person asks for it. */
export type Open = { track: MediaStreamTrack; deviceId: string } | null;

type Lists = { camera: Choice[]; microphone: Choice[]; speaker: Choice[] };
type Chosen = { camera: string; microphone: string; speaker: string };

/** 720 lines are what the largest layer sends; more would only warm the machine. */
const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** True where the browser lets a page choose the loudspeaker. */
export const canChooseSpeaker = 'setSinkId' in HTMLMediaElement.prototype;
export const canShareScreen = 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices;

/** Cameras, microphones and speakers of this machine. Choices live as long as the page: nothing is stored. */
export class Devices {
  readonly #lists = signal<Lists>({ camera: [], microphone: [], speaker: [] });
  readonly #chosen = signal<Chosen>({ camera: '', microphone: '', speaker: '' });
  readonly #open = { camera: signal<Open>(null), microphone: signal<Open>(null) };
  readonly #trouble = signal<Partial<Record<Kind, string>>>({});
  /** Called when a device stops by itself: it was unplugged, or the browser took it away. */
  lost: (kind: Kind) => void = () => {};

  constructor() {
    if (!('mediaDevices' in navigator)) return;
    navigator.mediaDevices.addEventListener('devicechange', () => void this.refresh());
    void this.refresh();
  }

  get lists(): ReadonlySignal<Lists> {
    return this.#lists;
  }

  get chosen(): ReadonlySignal<Chosen> {
    return this.#chosen;
  }

  get camera(): ReadonlySignal<Open> {
    return this.#open.camera;
  }

  get microphone(): ReadonlySignal<Open> {
    return this.#open.microphone;
  }

  /** Why a device did not open, in words for the person. */
  get trouble(): ReadonlySignal<Partial<Record<Kind, string>>> {
    return this.#trouble;
  }

  /** Opens the chosen device, or the one the browser thinks best. `undefined` when it did not open; see `trouble`. */
  async open(kind: Kind, deviceId = this.#chosen.peek()[kind]): Promise<MediaStreamTrack | undefined> {
    // A phone opens only one camera at a time.
    this.close(kind);
    try {
      const track = await openTrack(kind, deviceId);
      this.#keep(kind, track);
      this.#tellTrouble(kind, undefined);
      // Names of devices are shown only once one of them was allowed.
      void this.refresh();
      return track;
    } catch (error) {
      this.#tellTrouble(kind, deviceTrouble(kind, error instanceof Error ? error.name : ''));
      return undefined;
    }
  }

  close(kind: Kind): void {
    this.#open[kind].peek()?.track.stop();
    this.#open[kind].value = null;
  }

  choose(kind: Kind | 'speaker', deviceId: string): void {
    this.#chosen.value = { ...this.#chosen.peek(), [kind]: deviceId };
  }

  async refresh(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices();
    this.#lists.value = {
      camera: choices(all, 'videoinput'),
      microphone: choices(all, 'audioinput'),
      speaker: choices(all, 'audiooutput'),
    };
  }

  #keep(kind: Kind, track: MediaStreamTrack): void {
    this.close(kind);
    const deviceId = track.getSettings().deviceId ?? '';
    this.#open[kind].value = { track, deviceId };
    this.choose(kind, deviceId);
    track.addEventListener('ended', () => {
      if (this.#open[kind].peek()?.track === track) this.lost(kind);
    });
  }

  #tellTrouble(kind: Kind, words: string | undefined): void {
    const { [kind]: _before, ...others } = this.#trouble.peek();
    this.#trouble.value = words === undefined ? others : { ...others, [kind]: words };
  }
}

/** Asks for a window or a screen, with its sound where the browser can. Throws what the browser throws. */
export async function openScreen(): Promise<{ video: MediaStreamTrack; audio: MediaStreamTrack | undefined }> {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: true });
  const [video] = stream.getVideoTracks();
  if (video === undefined) throw new DOMException('No picture came with the screen.', 'NotFoundError');

  video.contentHint = 'detail';
  return { video, audio: stream.getAudioTracks()[0] };
}

async function openTrack(kind: Kind, deviceId: string): Promise<MediaStreamTrack> {
  if (!('mediaDevices' in navigator)) throw new DOMException('Not a secure address.', 'NoMediaDevices');

  const which = deviceId === '' ? {} : { deviceId: { exact: deviceId } };
  const wish = kind === 'camera' ? { video: { ...CAMERA, ...which } } : { audio: { ...MICROPHONE, ...which } };
  const [track] = (await navigator.mediaDevices.getUserMedia(wish)).getTracks();
  if (track === undefined) throw new DOMException('Nothing was opened.', 'NotFoundError');
  return track;
}

const choices = (all: MediaDeviceInfo[], kind: MediaDeviceKind): Choice[] =>
  all.filter((each) => each.kind === kind && each.deviceId !== '').map(({ deviceId, label }) => ({ deviceId, label }));
