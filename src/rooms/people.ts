import { notFound } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { RoomRole } from '../protocol/room-messages.ts';
import { type Attendee, type Ear, missingEars, type Named, newcomer } from './attendee.ts';
import type { Claims } from './join-token.ts';

type Member = Attendee & { personId: PersonId };

/** Who has been in a room, who is here, and who may not come back. */
export class People {
  /** Everybody who ever connected, until the room closes: so roles, removals and pace outlive a dropped connection. */
  readonly #known = new Map<string, Attendee>();
  readonly here = new Map<string, Attendee>();
  readonly #barred = new Set<PersonId>();

  /** The attendee these claims speak of, as the room remembers them. */
  know(claims: Named): Attendee {
    const attendee = this.#known.get(claims.attendeeId) ?? newcomer(claims);
    this.#known.set(attendee.id, attendee);
    return attendee;
  }

  /** The role that the room remembers for somebody who has been here. */
  roleOf(attendeeId: string): RoomRole | undefined {
    return this.#known.get(attendeeId)?.role;
  }

  /** Somebody who is here. Whoever is not, or is in another room, is not found. */
  find(attendeeId: string): Attendee {
    const attendee = this.here.get(attendeeId);
    if (attendee === undefined) throw notFound();
    return attendee;
  }

  /** For the life of the room: the token, and for a member the account. */
  bar(attendee: Attendee): void {
    attendee.presence = 'removed';
    if (attendee.personId !== undefined) this.#barred.add(attendee.personId);
  }

  isBarred({ attendeeId, personId }: Pick<Claims, 'attendeeId' | 'personId'>): boolean {
    const byPerson = personId !== undefined && this.#barred.has(personId);
    return byPerson || this.#known.get(attendeeId)?.presence === 'removed';
  }

  /** The members who are here or may come back, for whoever looks after their names. */
  get members(): Member[] {
    return [...this.#known.values()].filter((each): each is Member => each.personId !== undefined);
  }

  /** Those here who have agreed to be in the list. */
  get shown(): Attendee[] {
    return [...this.here.values()].filter(({ listing }) => listing === 'shown');
  }

  /** Whose name is still to be opened for whom, of those who are here. */
  get unopened(): [Attendee, Ear][] {
    return [...this.here.values()].flatMap((each) => missingEars(each).map((ear): [Attendee, Ear] => [each, ear]));
  }
}
