import type { OnStage } from '../../../protocol/room-messages.ts';
import { isAsked, type RoomMemory } from './state.ts';

/** What somebody who only listens to the page should hear about this step; '' for most steps. */
export function announce(before: RoomMemory, after: RoomMemory): string {
  if (before.phase !== 'in-room' || after.phase !== 'in-room') return '';
  return [
    live(before, after),
    yourPlace(before, after),
    ...stageNews(before, after),
    asked(before, after),
    hands(before, after),
    reconnected(before, after),
  ]
    .filter((words) => words !== '')
    .join(' ');
}

const live = (before: RoomMemory, after: RoomMemory) =>
  before.state !== 'live' && after.state === 'live' ? 'The webinar is live now.' : '';

function yourPlace(before: RoomMemory, after: RoomMemory): string {
  if (before.you.role === after.you.role) return '';
  else if (after.you.role === 'attendee') return 'You are back in the audience. Your camera and microphone are off.';
  else return 'You are on the stage now. Your camera and microphone are off until you turn them on.';
}

const asked = (before: RoomMemory, after: RoomMemory) =>
  isAsked(after) && !isAsked(before) ? 'The host has opened the list of who is here. You can choose to be in it.' : '';

function stageNews(before: RoomMemory, after: RoomMemory): string[] {
  const joined = missingFrom(before.stage, after.stage, after.you.attendeeId);
  const left = missingFrom(after.stage, before.stage, after.you.attendeeId);
  return [
    ...joined.map(({ name }) => `${name} is on the stage.`),
    ...left.map(({ name }) => `${name} left the stage.`),
  ];
}

const missingFrom = (known: OnStage[], all: OnStage[], me: string) =>
  all.filter(({ attendeeId }) => attendeeId !== me && !known.some((other) => other.attendeeId === attendeeId));

function hands(before: RoomMemory, after: RoomMemory): string {
  const up = new Set(
    before.people.filter(({ handRaisedAt }) => handRaisedAt !== null).map(({ attendeeId }) => attendeeId),
  );
  const fresh = after.people.filter(({ attendeeId, handRaisedAt }) => handRaisedAt !== null && !up.has(attendeeId));
  const first = fresh[0];
  if (first === undefined || first.attendeeId === after.you.attendeeId) return '';
  else if (fresh.length === 1) return `${first.name} raised a hand.`;
  else return `${fresh.length} people raised a hand.`;
}

const reconnected = (before: RoomMemory, after: RoomMemory) =>
  before.connection === 'reconnecting' && after.connection === 'connected' ? 'You are connected again.' : '';
