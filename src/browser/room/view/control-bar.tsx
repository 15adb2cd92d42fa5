import { isOnStage } from '../remember/state.ts';
import { screenLabel } from '../remember/words.ts';
import { act } from '../talk/acts.ts';
import { canShareScreen } from '../talk/devices.ts';
import { Icon } from './icon.tsx';
import { CameraSwitch, MicrophoneSwitch } from './preview.tsx';
import { useRoom, useSetting } from './setting.ts';
import type { Sheet } from './sheets.tsx';

type Opener = { open(sheet: Sheet): void };

/** The controls, always in the same place. Their labels say how things are. */
export function ControlBar({ open }: Opener) {
  const { you } = useRoom();
  const onStage = isOnStage(you.role);
  return (
    <footer class="bar">
      {onStage && <MicrophoneSwitch />}
      {onStage && <CameraSwitch />}
      {onStage && canShareScreen && <ScreenSwitch />}
      {you.role !== 'host' && <HandSwitch />}
      <SettingsControl open={open} />
      <span class="gap" />
      {you.role === 'host' ? <HostButtons open={open} /> : <LeaveButton open={open} />}
    </footer>
  );
}

function ScreenSwitch() {
  const { talk } = useSetting();
  const is = useRoom().own.screen;
  const on = is === 'on';
  return (
    <button
      type="button"
      class={on ? 'control wide on' : 'control wide off'}
      data-control="screen"
      title={on ? 'Stop sharing your screen' : 'Choose a window or a screen to show'}
      aria-busy={is === 'starting'}
      onClick={() => void talk.own.toggleScreen()}
    >
      <Icon name="monitor-up" />
      {screenLabel[is]}
      {on && <span class="aloud">. Stop sharing your screen</span>}
    </button>
  );
}

function HandSwitch() {
  const { memory, talk } = useSetting();
  const { you } = useRoom();
  const up = you.handRaisedAt !== null;
  const parts = { memory, ask: talk.connection.ask };
  return (
    <button
      type="button"
      class={up ? 'control raised' : 'control off'}
      data-control="hand"
      title={up ? 'Lower your hand' : 'Raise your hand: the host sees it'}
      onClick={() => void (up ? act(parts, 'lower-hand', {}) : act(parts, 'raise-hand', {}))}
    >
      <Icon name="hand" />
      {up ? 'Hand up' : 'Raise hand'}
      {up && <span class="aloud">. Lower your hand</span>}
    </button>
  );
}

const SettingsControl = ({ open }: Opener) => (
  <button type="button" class="control" data-control="settings" aria-haspopup="dialog" onClick={() => open('settings')}>
    <Icon name="settings" />
    Settings
  </button>
);

function HostButtons({ open }: Opener) {
  const { memory, talk } = useSetting();
  const { state } = useRoom();
  return state === 'backstage' ? (
    <>
      <button
        type="button"
        class="button"
        onClick={() => void act({ memory, ask: talk.connection.ask }, 'go-live', {})}
      >
        <span class="wide">
          <Icon name="radio" />
        </span>
        Go live
      </button>
      <LeaveButton open={open} />
    </>
  ) : (
    <button type="button" class="button end" aria-haspopup="dialog" onClick={() => open('end')}>
      End for all
    </button>
  );
}

function LeaveButton({ open }: Opener) {
  const { you } = useRoom();
  return (
    <button
      type="button"
      class={you.role === 'host' ? 'button quiet' : 'button end'}
      aria-haspopup="dialog"
      onClick={() => open('leave')}
    >
      Leave
    </button>
  );
}
