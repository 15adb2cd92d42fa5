/** At most `points` at once; all of them are back after `seconds`. */
export type Rate = { points: number; seconds: number };

type Bucket = { points: number; at: number };

/** Twenty messages too many are a flood. Lower, and somebody who leans on the Enter key is put out of the room. */
const REFUSED_PER_FLOOD = 20;
const FLOODS = { points: 3, seconds: 60 };

/** How fast one attendee has been sending. Times are milliseconds since 1970. */
export class Pace {
  readonly #buckets = new Map<string, Bucket>();
  #refused = 0;
  #flooded = false;

  /** Takes one point of `name` and returns 0; or takes nothing and returns the whole seconds to wait for one. */
  take(name: string, rate: Rate, now: number): number {
    const bucket = this.#filled(name, rate, now);
    if (bucket.points >= 1) {
      bucket.points -= 1;
      return 0;
    } else {
      this.#refused += 1;
      if (this.#refused % REFUSED_PER_FLOOD === 0) this.#flooded ||= this.#spent(now);
      return Math.max(1, Math.ceil(((1 - bucket.points) * rate.seconds) / rate.points));
    }
  }

  /** True once after the third flood within a minute; the count then begins anew. */
  hasFlooded(): boolean {
    const flooded = this.#flooded;
    if (flooded) this.#buckets.delete('flood');
    this.#flooded = false;
    return flooded;
  }

  #spent(now: number): boolean {
    const floods = this.#filled('flood', FLOODS, now);
    floods.points -= 1;
    return floods.points < 1;
  }

  #filled(name: string, rate: Rate, now: number): Bucket {
    const bucket = this.#buckets.get(name) ?? { points: rate.points, at: now };
    // A clock that is set back must not take points away.
    const passed = Math.max(0, now - bucket.at);
    bucket.points = Math.min(rate.points, bucket.points + (passed / 1000) * (rate.points / rate.seconds));
    bucket.at = now;
    this.#buckets.set(name, bucket);
    return bucket;
  }
}
