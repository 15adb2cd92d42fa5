import { isOnStage } from '../remember/state.ts';
import { act } from '../talk/acts.ts';
import { CameraPicker, MicrophonePicker, SpeakerPicker } from './device-pickers.tsx';
import { Dialog } from './dialog.tsx';
import { useRoom, useSetting } from './setting.ts';

/** What the controls open. */
export type Sheet = 'settings' | 'leave' | 'end';

type Closable = { close(): void };

/** The one sheet that is open, if any. */
export function OpenSheet({ sheet, close }: Closable & { sheet: Sheet | null }) {
  if (sheet === 'settings') return <SettingsDialog close={close} />;
  else if (sheet === 'leave') return <LeaveDialog close={close} />;
  else if (sheet === 'end') return <EndDialog close={close} />;
  else return null;
}

function SettingsDialog({ close }: Closable) {
  const { you } = useRoom();
  return (
    <Dialog title="Sound and picture" close={close}>
      {isOnStage(you.role) && <CameraPicker />}
      {isOnStage(you.role) && <MicrophonePicker />}
      <SpeakerPicker />
      <div class="buttons">
        <button type="button" class="button quiet" onClick={close}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function EndDialog({ close }: Closable) {
  const { memory, talk } = useSetting();
  const leave = useLeave();
  return (
    <Dialog title="End the webinar for everybody?" close={close}>
      <p>Everybody is sent out, and the chat is gone. A webinar that has ended cannot be started again.</p>
      <div class="buttons">
        <button
          type="button"
          class="button end"
          onClick={() => void act({ memory, ask: talk.connection.ask }, 'end', {})}
        >
          End for all
        </button>
        <button type="button" class="button quiet" onClick={leave}>
          Only leave
        </button>
        <button type="button" class="button quiet" data-safe onClick={close}>
          Stay
        </button>
      </div>
    </Dialog>
  );
}

function LeaveDialog({ close }: Closable) {
  const { you } = useRoom();
  const leave = useLeave();
  return (
    <Dialog title="Leave the webinar?" close={close}>
      <p>
        {you.role === 'host'
          ? 'It does not end: those who wait go on waiting, and you can come back.'
          : 'You can come back from the webinar page while it goes on.'}
      </p>
      <div class="buttons">
        <button type="button" class="button end" onClick={leave}>
          Leave
        </button>
        <button type="button" class="button quiet" onClick={close}>
          Stay
        </button>
      </div>
    </Dialog>
  );
}

function useLeave(): () => void {
  const { talk, page } = useSetting();
  return () => void talk.leave().then(() => location.assign(page.leaveTo));
}
