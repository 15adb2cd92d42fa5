import type { MediaSource } from '../../../protocol/media.ts';
import type { Memory } from '../remember/memory.ts';
import { isOnStage, type Switch } from '../remember/state.ts';
import { screenTrouble } from '../remember/words.ts';
import { Refused } from './connection.ts';
import { type Devices, type Kind, openScreen } from './devices.ts';
import type { Publishing } from './publish.ts';

type Parts = { memory: Memory; devices: Devices; publishing: Publishing };

/** One's own camera, microphone and screen: before joining they are only tried out, in the room they are sent. */
export class OwnMedia {
  readonly #parts: Parts;
  #screen: { video: MediaStreamTrack; audio: MediaStreamTrack | undefined } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.devices.lost = (kind) => void this.#unplugged(kind);
  }

  async toggleCamera(): Promise<void> {
    const is = this.#is('camera');
    if (is === 'off') await this.#turnOn('camera');
    else if (is === 'on') await this.#turnOff('camera');
  }

  /** In the room a microphone that was open stays open, so that the first word after unmuting is not lost. */
  async toggleMicrophone(): Promise<void> {
    const is = this.#is('microphone');
    if (is === 'off') await this.#turnOn('microphone');
    else if (is === 'paused') await this.#unmute();
    else if (is === 'on') await (this.#sends() ? this.#mute() : this.#turnOff('microphone'));
  }

  async toggleScreen(): Promise<void> {
    const is = this.#is('screen');
    if (is === 'off') await this.#share();
    else if (is === 'on') await this.stopScreen();
  }

  async stopScreen(): Promise<void> {
    const { publishing } = this.#parts;
    this.#screen?.video.stop();
    this.#screen?.audio?.stop();
    this.#screen = undefined;
    this.#tell('screen', 'off');
    this.#tell('screen-audio', 'off');
    await this.#quietly(Promise.all([publishing.stop('screen'), publishing.stop('screen-audio')]));
  }

  /** Another camera or microphone, from now on and without a gap if one is on. */
  async choose(kind: Kind, deviceId: string): Promise<void> {
    const { devices, publishing } = this.#parts;
    devices.choose(kind, deviceId);
    if (this.#is(kind) === 'off') return;

    const track = await devices.open(kind, deviceId);
    if (track === undefined) await this.#turnOff(kind);
    else if (this.#sends()) await this.#quietly(publishing.replace(kind, track));
  }

  /** On entering the room: what was on in the green room is sent. */
  async sendChosen(): Promise<void> {
    const { devices, publishing } = this.#parts;
    const kinds: Kind[] = ['microphone', 'camera'];
    const chosen = kinds.filter((kind) => this.#is(kind) === 'on');
    await Promise.all(
      chosen.map(async (kind) => {
        const track = devices[kind].peek()?.track;
        if (track === undefined) this.#tell(kind, 'off');
        else await this.#send(kind, publishing.start(kind, track));
      }),
    );
  }

  /** Lets go of every device: after being taken off the stage, and at the end. */
  release(): void {
    const { devices, publishing } = this.#parts;
    publishing.close();
    for (const track of [this.#screen?.video, this.#screen?.audio]) track?.stop();
    this.#screen = undefined;
    for (const kind of ['camera', 'microphone'] as const) devices.close(kind);
    for (const source of ['microphone', 'camera', 'screen', 'screen-audio'] as const) this.#tell(source, 'off');
  }

  get screenTrack(): MediaStreamTrack | undefined {
    return this.#screen?.video;
  }

  async #turnOn(kind: Kind): Promise<void> {
    const { devices, publishing, memory } = this.#parts;
    this.#tell(kind, 'starting');
    const track = await devices.open(kind);
    if (track === undefined) {
      this.#tell(kind, 'off');
      if (this.#sends()) memory.tell({ type: 'notice', words: devices.trouble.peek()[kind] ?? '', tone: 'warn' });
    } else if (this.#is(kind) !== 'starting') devices.close(kind);
    else if (this.#sends()) await this.#send(kind, publishing.start(kind, track));
    else this.#tell(kind, 'on');
  }

  async #turnOff(kind: Kind): Promise<void> {
    const { devices, publishing } = this.#parts;
    devices.close(kind);
    this.#tell(kind, 'off');
    if (this.#sends()) await this.#quietly(publishing.stop(kind));
  }

  async #mute(): Promise<void> {
    this.#tell('microphone', 'paused');
    await this.#quietly(this.#parts.publishing.pause('microphone'));
  }

  async #unmute(): Promise<void> {
    this.#tell('microphone', 'starting');
    try {
      await this.#parts.publishing.resume('microphone');
      this.#tell('microphone', 'on');
    } catch (error) {
      this.#tell('microphone', 'paused');
      this.#complain(error);
    }
  }

  async #share(): Promise<void> {
    const { memory, publishing } = this.#parts;
    this.#tell('screen', 'starting');
    try {
      const screen = await openScreen();
      this.#screen = screen;
      // The browser has its own button to stop sharing.
      screen.video.addEventListener('ended', () => void this.stopScreen());
      await this.#send('screen', publishing.start('screen', screen.video));
      if (screen.audio !== undefined) await this.#send('screen-audio', publishing.start('screen-audio', screen.audio));
    } catch (error) {
      this.#tell('screen', 'off');
      const words = screenTrouble(error instanceof Error ? error.name : '');
      if (words !== '') memory.tell({ type: 'notice', words, tone: 'warn' });
    }
  }

  async #send(source: MediaSource, sent: Promise<void>): Promise<void> {
    try {
      await sent;
      if (this.#is(source) !== 'paused') this.#tell(source, 'on');
    } catch (error) {
      this.#tell(source, 'off');
      if (source === 'camera' || source === 'microphone') this.#parts.devices.close(source);
      else this.#screen?.video.stop();
      this.#complain(error);
    }
  }

  async #unplugged(kind: Kind): Promise<void> {
    await this.#turnOff(kind);
    const words = `Your ${kind} stopped. Plug it in again or choose another one under Settings.`;
    this.#parts.memory.tell({ type: 'notice', words, tone: 'warn' });
  }

  /** For things that are done here whatever the server says; it hears of them again when the socket is back. */
  async #quietly(work: Promise<unknown>): Promise<void> {
    await work.catch(() => {});
  }

  #complain(error: unknown): void {
    const words = error instanceof Refused ? error.message : 'That did not start. Try again.';
    this.#parts.memory.tell({ type: 'notice', words, tone: 'warn' });
  }

  #sends(): boolean {
    const { phase, you } = this.#parts.memory.now.peek();
    return phase === 'in-room' && isOnStage(you.role);
  }

  #is(source: MediaSource): Switch {
    return this.#parts.memory.now.peek().own[source];
  }

  #tell(source: MediaSource, is: Switch): void {
    if (this.#is(source) !== is) this.#parts.memory.tell({ type: 'own', source, is });
  }
}
