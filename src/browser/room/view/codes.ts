import { effect } from '@preact/signals';
import type { Memory } from '../remember/memory.ts';
import type { RoomMemory } from '../remember/state.ts';

/** Writes how the room is onto `<html>`, for tests and bots, and into the title of the tab, for people with many tabs. */
export function showCodes({ now }: Memory): void {
  const pageTitle = document.title;
  const { dataset } = document.documentElement;
  effect(() => {
    const room = now.value;
    dataset.roomPhase = room.phase;
    dataset.roomState = room.state;
    dataset.roomConnection = room.connection;
    dataset.roomMedia = room.media;
    dataset.roomRole = room.you.role;
    document.title = `${fresh(room)}${situation(room)}${pageTitle}`;
  });
}

const fresh = ({ unread }: RoomMemory) => (unread > 0 ? `(${unread}) ` : '');

function situation({ phase, state, connection }: RoomMemory): string {
  if (phase === 'in-room' && connection === 'reconnecting') return 'Reconnecting: ';
  else if (phase === 'in-room') return state === 'live' ? 'Live: ' : 'Not live yet: ';
  else if (phase === 'ended' || phase === 'removed') return 'Ended: ';
  else return '';
}
