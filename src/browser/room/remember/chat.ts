import type { ChatLine } from '../../../protocol/room-messages.ts';
import type { RoomMemory } from './state.ts';

/** What becomes of a line one has written. */
export type OutboxEvent =
  | { type: 'saying'; localId: number; text: string }
  | { type: 'said'; localId: number; chatId: number }
  | { type: 'not-said'; localId: number; why: string }
  | { type: 'thrown-away'; localId: number };

/** The page keeps this many lines: enough to read back, few enough for an old phone. */
const CHAT_KEPT = 500;

/** Everything that was said, once and in its order. */
export function mergedLines(known: ChatLine[], more: ChatLine[]): ChatLine[] {
  const byId = new Map([...known, ...more].map((line) => [line.chatId, line]));
  return [...byId.values()].toSorted((a, b) => a.chatId - b.chatId).slice(-CHAT_KEPT);
}

/** Lines of others that came while the person looked elsewhere. */
export function unreadAfter(room: RoomMemory, chat: ChatLine[]): number {
  const last = room.chat.at(-1)?.chatId ?? 0;
  const news = chat.filter(({ chatId, attendeeId }) => chatId > last && attendeeId !== room.you.attendeeId);
  return room.panel === 'chat' ? 0 : room.unread + news.length;
}

/** A line stays here until it is back among the others, or, when it could not be sent, until the person decides. */
export function outboxAfter({ outbox, chat }: RoomMemory, event: OutboxEvent): RoomMemory['outbox'] {
  const others = outbox.filter(({ localId }) => localId !== event.localId);
  const line = outbox.find(({ localId }) => localId === event.localId);

  if (event.type === 'saying') return [...others, { localId: event.localId, text: event.text, state: 'sending' }];
  else if (event.type === 'thrown-away' || line === undefined) return others;
  else if (event.type === 'not-said') return [...others, { ...line, state: 'failed', why: event.why }];
  else if (chat.some(({ chatId }) => chatId === event.chatId)) return others;
  else return [...others, { ...line, state: 'said', chatId: event.chatId }];
}
