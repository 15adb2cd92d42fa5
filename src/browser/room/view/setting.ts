import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { RoomBootstrap } from '../../../protocol/room-messages.ts';
import type { Memory } from '../remember/memory.ts';
import type { Devices } from '../talk/devices.ts';
import type { Sounds } from '../talk/sounds.ts';
import type { Talk } from '../talk/talk.ts';
import type { TileWatch } from '../talk/tile-watch.ts';

/** The parts that every component may use. */
export type Setting = {
  page: RoomBootstrap;
  memory: Memory;
  devices: Devices;
  talk: Talk;
  sounds: Sounds;
  tiles: TileWatch;
};

export const SettingContext = createContext<Setting | undefined>(undefined);

export function useSetting(): Setting {
  const setting = useContext(SettingContext);
  if (setting === undefined) throw new Error('A component of the room stands outside of the room.');
  return setting;
}

/** What the room remembers now; the component is drawn again when it changes. */
export const useRoom = () => useSetting().memory.now.value;
