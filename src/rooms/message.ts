import type { ZodType } from 'zod';
import type { Request, RequestName, RoomState } from '../protocol/room-messages.ts';
import type { SfuRoom } from '../sfu/sfu.ts';
import type { Attendee } from './attendee.ts';
import type { Forwarding, Tell } from './forwarding.ts';
import type { Names, RoomAnswers } from './names.ts';
import type { Rate } from './pace.ts';
import type { Room } from './room.ts';
import type { Standing } from './rules.ts';

/** Somebody's place in a room on one connection: all that the handler of a message may touch. */
export type Present = {
  room: Room;
  attendee: Attendee;
  sfu: SfuRoom;
  forwarding: Forwarding;
  tell: Tell;
  now(): number;
  /** False once a newer connection of the same attendee has taken over. */
  isCurrent(): boolean;
  /** From here on this connection hears what changes. Called in the same breath as the snapshot is taken. */
  follow(): void;
  /** Ends somebody's presence and their media. */
  depart(attendee: Attendee): void;
  /** The last word to somebody, and the end of their connection. */
  dismiss(attendee: Attendee, code: 'removed' | 'not-allowed'): void;
  /** Somebody's name for everybody, written down at the first time. Refuses with `unavailable` when it could not be. */
  nameForEverybody(attendee: Attendee): Promise<Names['participants']>;
  /** Writes whether they agree to be in the list of who is here, and has it so; the number of the receipt, if any. */
  list(shown: boolean): Promise<bigint | undefined>;
  /** Writes that the webinar is live, then says so. */
  goLive(): Promise<void>;
  /** Writes that the webinar is over, then says so to everybody and closes the room. */
  end(): Promise<void>;
};

/** One thing an attendee can ask of a room: what it looks like, who may ask it, when, how often, what then happens. */
export type Message<Name extends RequestName> = {
  input: ZodType<Request<Name>>;
  roles: readonly Standing[];
  states: readonly RoomState[];
  rate: Rate;
  /** A finer rule than role and state. */
  allowed?(present: Present, input: Request<Name>): boolean;
  handle(present: Present, input: Request<Name>): Promise<RoomAnswers[Name]> | RoomAnswers[Name];
};
