import type { Released } from '../platform/personal.ts';
import type {
  Answers,
  Changes,
  ChatLine,
  Listed,
  OnStage,
  Person,
  ServerEvents,
  Snapshot,
} from '../protocol/room-messages.ts';

/** What names are on this side of the wire: opened for whoever is told, and for nobody else. */
export type Names = {
  self: Released<'self'>;
  host: Released<'host' | 'self'>;
  participants: Released<'participants'>;
};

export type RoomPerson = Person<Names['host']>;
export type RoomOnStage = OnStage<Names['participants']>;
export type RoomChatLine = ChatLine<Names['participants']>;
export type RoomListed = Listed<Names['participants']>;
export type RoomSnapshot = Snapshot<Names>;
export type RoomChanges = Changes<Names>;
export type RoomAnswers = Answers<Names>;
export type RoomEvents = ServerEvents<Names>;
