import { Batches } from '../platform/batches.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonId, WebinarId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Personal, Released, Subject } from '../platform/personal.ts';
import type { Attendee, Ear } from './attendee.ts';

/** Which webinar it is in, and whose. */
export type Place = { webinarId: WebinarId; hostId: PersonId };

/** How names are opened. Each call writes its releases and gives the names in the order asked for, or rejects and opens none. */
export type OpenNames = {
  forHost(place: Place, names: Personal<'name'>[]): Promise<Released<'host'>[]>;
  forParticipants(place: Place, names: Personal<'name'>[]): Promise<Released<'participants'>[]>;
  /** Of those alone who have agreed and not taken it back. */
  forRoster(place: Place, names: Personal<'name'>[]): Promise<ReadonlyMap<Subject, Released<'participants'>>>;
};

type Parts = {
  place: Place;
  names: OpenNames;
  log: Log;
  /** A name has been opened, and its release is written. */
  opened(attendee: Attendee, ear: Ear): void;
};

/**
 * Opens names for whoever is about to be told of them: written down first, told after. Many who come at once are one
 * write, and nobody's sound, picture or joining waits for it. Whose release could not be written is not told of
 * (PP-05.1, PP-09.1).
 */
export class Introductions {
  readonly #parts: Parts;
  readonly #batches: Record<Ear, Batches<Attendee>>;
  /** So that nobody's release is written twice. */
  readonly #underway: Record<Ear, Map<Attendee, Promise<void>>> = {
    host: new Map(),
    participants: new Map(),
    roster: new Map(),
  };

  constructor(parts: Parts) {
    this.#parts = parts;
    const batch = (ear: Ear) => new Batches<Attendee>((attendees) => this.#open(ear, attendees));
    this.#batches = { host: batch('host'), participants: batch('participants'), roster: batch('roster') };
  }

  /** Opens somebody's name in the background, unless that is under way. One that fails is tried again with the next look. */
  soon(attendee: Attendee, ear: Ear): void {
    // What went wrong is in the log already.
    (this.#underway[ear].get(attendee) ?? this.#start(attendee, ear)).catch(() => {});
  }

  /** Opens a name that has changed, whatever is under way. */
  anew(attendee: Attendee, ear: Ear): void {
    this.#start(attendee, ear).catch(() => {});
  }

  /** The name for everybody, opened at the first time. Refuses with `unavailable` when that could not be written. */
  async forEverybody(attendee: Attendee): Promise<Released<'participants'>> {
    const { participants } = this.#underway;
    if (attendee.opened.participants === undefined) {
      await (participants.get(attendee) ?? this.#start(attendee, 'participants')).catch(() => {});
    }
    const name = attendee.opened.participants;
    if (name === undefined) throw new Refusal('unavailable');
    return name;
  }

  #start(attendee: Attendee, ear: Ear): Promise<void> {
    const underway = this.#underway[ear];
    const opening = this.#batches[ear].add(attendee).finally(() => {
      if (underway.get(attendee) === opening) underway.delete(attendee);
    });
    underway.set(attendee, opening);
    return opening;
  }

  async #open(ear: Ear, attendees: Attendee[]): Promise<void> {
    try {
      await this.#release(ear, attendees);
    } catch (error) {
      // The policy may hold back one of them: the others are not to wait for that.
      if (error instanceof Refusal && attendees.length > 1) return this.#openEach(ear, attendees);
      this.#parts.log.error('room.names-not-opened', error, { ear, count: attendees.length });
      throw error;
    }
    for (const attendee of attendees) this.#parts.opened(attendee, ear);
  }

  async #openEach(ear: Ear, attendees: Attendee[]): Promise<void> {
    await Promise.allSettled(attendees.map((attendee) => this.#open(ear, [attendee])));
  }

  async #release(ear: Ear, attendees: Attendee[]): Promise<void> {
    const { names, place } = this.#parts;
    const sealed = attendees.map(({ name }) => name);

    if (ear === 'host') {
      const opened = await names.forHost(place, sealed);
      for (const [at, { opened: known }] of attendees.entries()) Object.assign(known, { host: opened[at] });
    } else if (ear === 'participants') {
      const opened = await names.forParticipants(place, sealed);
      for (const [at, { opened: known }] of attendees.entries()) Object.assign(known, { participants: opened[at] });
    } else {
      const opened = await names.forRoster(place, sealed);
      for (const { name, opened: known, listing } of attendees)
        if (listing === 'shown') Object.assign(known, { roster: opened.get(name.about) });
    }
  }
}
