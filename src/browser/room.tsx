import { computed } from '@preact/signals';
import { render } from 'preact';
import type { RoomBootstrap } from '../protocol/room-messages.ts';
import { createMemory } from './room/remember/memory.ts';
import type { Ask } from './room/talk/connection.ts';
import { Devices } from './room/talk/devices.ts';
import { Sounds } from './room/talk/sounds.ts';
import { Talk } from './room/talk/talk.ts';
import { TileWatch } from './room/talk/tile-watch.ts';
import { App } from './room/view/app.tsx';
import { showCodes } from './room/view/codes.ts';
import { listenToKeys } from './room/view/keys.ts';
import { SettingContext } from './room/view/setting.ts';

declare global {
  /**
   * For support and tests: asks the room something over this page's own socket. It grants nothing, because the server
   * checks every message against the role it holds for this page.
   */
  interface Window {
    room: { ask: Ask };
  }
}

const root = document.querySelector<HTMLElement>('#room');
if (root?.dataset.bootstrap !== undefined) enter(root, JSON.parse(root.dataset.bootstrap) as RoomBootstrap);

function enter(place: HTMLElement, page: RoomBootstrap): void {
  const memory = createMemory(page);
  const devices = new Devices();
  const talk = new Talk({ page, memory, devices });
  const { ask } = talk.connection;
  const { incoming } = talk.media.receiving;
  const sounds = new Sounds({
    incoming,
    speaker: computed(() => devices.chosen.value.speaker),
    blocked: (blocked) => memory.tell({ type: 'sound-blocked', blocked }),
  });
  const tiles = new TileWatch({ incoming, ask, connection: computed(() => memory.now.value.connection) });

  showCodes(memory);
  listenToKeys({ memory, talk });
  window.room = { ask };
  render(
    <SettingContext.Provider value={{ page, memory, devices, talk, sounds, tiles }}>
      <App />
    </SettingContext.Provider>,
    place,
  );
}
