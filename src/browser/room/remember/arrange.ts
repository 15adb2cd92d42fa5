import type { MediaSource } from '../../../protocol/media.ts';
import type { OnStage } from '../../../protocol/room-messages.ts';
import type { RoomMemory } from './state.ts';

/** One picture in the room: a shared screen, or a person with or without a camera. */
export type Tile = {
  key: string;
  attendeeId: string;
  name: string;
  role: OnStage['role'];
  shows: 'screen' | 'person';
  /** The stream to show; `null` stands for an avatar. */
  producerId: string | null;
  mine: boolean;
  muted: boolean;
  speaking: boolean;
};

export type Arrangement = { main: Tile | null; strip: Tile[] };

/** Who is large and who is small: a shared screen, else who talks or talked last, else the host. Never oneself if another is there. */
export function arrange(room: Pick<RoomMemory, 'stage' | 'speaker' | 'lastSpeaker' | 'you'>): Arrangement {
  const people = room.stage.map((person) => personTile(person, room));
  const screens = room.stage
    .filter((person) => streamOf(person, 'screen') !== undefined)
    .map((person) => screenTile(person, room));
  const others = people.filter(({ mine }) => !mine);
  const main =
    screens.find(({ mine }) => !mine) ??
    screens[0] ??
    others.find(({ attendeeId }) => attendeeId === room.lastSpeaker) ??
    others.find(({ role }) => role === 'host') ??
    others[0] ??
    people[0] ??
    null;
  return { main, strip: [...screens, ...people].filter((tile) => tile.key !== main?.key) };
}

type Around = Pick<RoomMemory, 'speaker' | 'you'>;

function personTile(person: OnStage, { speaker, you }: Around): Tile {
  const camera = streamOf(person, 'camera');
  const microphone = streamOf(person, 'microphone');
  const muted = microphone === undefined || microphone.paused;
  return {
    key: person.attendeeId,
    attendeeId: person.attendeeId,
    name: person.name,
    role: person.role,
    shows: 'person',
    producerId: camera === undefined || camera.paused ? null : camera.producerId,
    mine: person.attendeeId === you.attendeeId,
    muted,
    speaking: !muted && speaker === person.attendeeId,
  };
}

function screenTile(person: OnStage, around: Around): Tile {
  const producerId = streamOf(person, 'screen')?.producerId ?? null;
  return {
    ...personTile(person, around),
    key: `${person.attendeeId}-screen`,
    shows: 'screen',
    producerId,
    speaking: false,
  };
}

const streamOf = (person: OnStage, source: MediaSource) => person.streams.find((stream) => stream.source === source);
