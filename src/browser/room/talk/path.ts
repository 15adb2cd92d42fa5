import {
  afterTransport,
  DISCONNECTED_PATIENCE_MS,
  type MediaHealth,
  RESTART_PATIENCE_MS,
} from '../remember/recover.ts';

type Parts = { health(): MediaHealth; restartIce(): Promise<void>; rejoin(): void };

/** Keeps one path of media alive: waits out a short gap, then asks for a new path, then for new media. */
export class Path {
  readonly #parts: Parts;
  #restarted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Called whenever the transport says something new about itself. */
  changed(): void {
    const health = this.#parts.health();
    if (health === 'connected' || health === 'gone' || health === 'closed') this.#calm();
    else this.#act(afterTransport(health, this.#restarted));
  }

  #act(what: ReturnType<typeof afterTransport>): void {
    if (what === 'rejoin') this.#rejoin();
    else if (what === 'restart-ice') this.#restart();
    else if (what === 'wait') this.#after(DISCONNECTED_PATIENCE_MS, () => this.#restart());
  }

  #restart(): void {
    if (this.#restarted) return;
    this.#restarted = true;
    this.#after(RESTART_PATIENCE_MS, () => this.#rejoin());
    // Refused or unheard, the patience above runs out and everything is made anew.
    this.#parts.restartIce().catch(() => {});
  }

  #rejoin(): void {
    this.#calm();
    this.#parts.rejoin();
  }

  #after(ms: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#parts.health() !== 'connected') act();
    }, ms);
  }

  #calm(): void {
    clearTimeout(this.#timer);
    this.#restarted = false;
  }
}
