import { useEffect, useRef } from 'preact/hooks';
import { type Connection, isOnStage } from '../remember/state.ts';
import { joinLabel } from '../remember/words.ts';
import { CameraPicker, MicrophonePicker, SpeakerPicker } from './device-pickers.tsx';
import { Preview } from './preview.tsx';
import { useRoom, useSetting } from './setting.ts';
import { StartTime } from './start-time.tsx';
import { Wordmark } from './wordmark.tsx';

/** Before the room: nobody sees or hears the person here, and nothing is switched on that they did not switch on. */
export function GreenRoom() {
  const { page } = useSetting();
  const { you } = useRoom();
  const onStage = isOnStage(you.role);
  return (
    <div class="green">
      <header class="green-head">
        <Wordmark />
        <span class="grow" />
        <a href={page.leaveTo}>
          Back<span class="wide"> to the webinar page</span>
        </a>
        <a href="/privacy" target="_blank" rel="noopener">
          Privacy Policy
        </a>
      </header>
      <main class={onStage ? 'green-room' : 'green-room alone'}>
        {onStage && <Preview />}
        <DoorForm />
      </main>
      <footer class="green-foot">Your name and that you are here are shown to the host. Nothing is recorded.</footer>
    </div>
  );
}

function DoorForm() {
  const { talk } = useSetting();
  const { title, you, phase, connection } = useRoom();
  const joining = phase === 'joining';

  return (
    <form
      class="green-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!joining) talk.join();
      }}
    >
      <div class="green-title">
        <StartTime />
        <h1>{title}</h1>
        <p>
          <Joining />
        </p>
      </div>
      {isOnStage(you.role) && <CameraPicker />}
      {isOnStage(you.role) && <MicrophonePicker />}
      <SpeakerPicker />
      <JoinButtons joining={joining} />
      <p role="status">{statusWords(joining, connection)}</p>
    </form>
  );
}

function statusWords(joining: boolean, connection: Connection): string {
  if (!joining) return '';
  else if (connection === 'connected') return 'One moment, the door is opening.';
  else return 'The room does not answer yet. We keep trying, stay here.';
}

function Joining() {
  const { you, hostName } = useRoom();
  return you.role === 'host' ? (
    <>
      You host this as <strong>{you.name}</strong>.
    </>
  ) : (
    <>
      With {hostName}. You are joining as <strong>{you.name}</strong>.
    </>
  );
}

/** The first one has the focus from the start: one press of Enter joins, with just what it says. */
function JoinButtons({ joining }: { joining: boolean }) {
  const { talk } = useSetting();
  const { you, own } = useRoom();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const on = { camera: own.camera === 'on', microphone: own.microphone === 'on' };

  function joinSilently() {
    talk.own.release();
    talk.join();
  }

  return (
    <div class="buttons">
      <button ref={button} class="button" type="submit" aria-disabled={joining}>
        {joining ? 'Joining…' : isOnStage(you.role) ? joinLabel(on) : 'Join'}
        {!joining && <kbd class="key">Enter</kbd>}
      </button>
      {(on.camera || on.microphone) && !joining && (
        <button type="button" class="button quiet" onClick={joinSilently}>
          {joinLabel({ camera: false, microphone: false })}
        </button>
      )}
    </div>
  );
}
