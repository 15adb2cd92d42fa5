import { useState } from 'preact/hooks';
import { isOnStage } from '../remember/state.ts';
import { screenLabel } from '../remember/words.ts';
import { act } from '../talk/acts.ts';
import { canShareScreen } from '../talk/devices.ts';
import { EndDialog, LeaveDialog, SettingsDialog } from './bar-dialogs.tsx';
import { Icon } from './icon.tsx';
import { CameraSwitch, MicrophoneSwitch } from './preview.tsx';
import { useRoom, useSetting } from './setting.ts';

/** The controls, always in the same place. Their labels say how things are. */
export function ControlBar() {
  const { you } = useRoom();
  const onStage = isOnStage(you.role);
  return (
    <footer class="bar">
      {onStage && <MicrophoneSwitch />}
      {onStage && <CameraSwitch />}
      {onStage && canShareScreen && <ScreenSwitch />}
      {you.role !== 'host' && <HandSwitch />}
      <SettingsControl />
      <span class="gap" />
      {you.role === 'host' ? <HostButtons /> : <LeaveButton />}
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
      class={on ? 'control on' : 'control off'}
      data-control="screen"
      aria-label={on ? 'Sharing. Stop sharing your screen' : screenLabel[is]}
      aria-busy={is === 'starting'}
      onClick={() => void talk.own.toggleScreen()}
    >
      <Icon name="monitor-up" />
      {screenLabel[is]}
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
      aria-label={up ? 'Hand up. Lower your hand' : 'Hand down. Raise your hand'}
      title={up ? 'Lower your hand' : 'Raise your hand: the host sees it'}
      onClick={() => void (up ? act(parts, 'lower-hand', {}) : act(parts, 'raise-hand', {}))}
    >
      <Icon name="hand" />
      {up ? 'Hand up' : 'Hand down'}
    </button>
  );
}

function SettingsControl() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="control"
        data-control="settings"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="settings" />
        Settings
      </button>
      {open && <SettingsDialog close={() => setOpen(false)} />}
    </>
  );
}

function HostButtons() {
  const { memory, talk } = useSetting();
  const { state } = useRoom();
  const [asking, setAsking] = useState(false);
  return state === 'backstage' ? (
    <>
      <button
        type="button"
        class="button"
        onClick={() => void act({ memory, ask: talk.connection.ask }, 'go-live', {})}
      >
        <Icon name="radio" />
        Go live
      </button>
      <LeaveButton />
    </>
  ) : (
    <>
      <button type="button" class="button end" onClick={() => setAsking(true)}>
        End for all
      </button>
      {asking && <EndDialog close={() => setAsking(false)} />}
    </>
  );
}

function LeaveButton() {
  const { you } = useRoom();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" class={you.role === 'host' ? 'button quiet' : 'button end'} onClick={() => setAsking(true)}>
        Leave
      </button>
      {asking && <LeaveDialog close={() => setAsking(false)} />}
    </>
  );
}
