import { useEffect, useRef } from 'preact/hooks';
import { isOnStage } from '../remember/state.ts';
import { joinLabel } from '../remember/words.ts';
import { CameraPicker, MicrophonePicker, SpeakerPicker } from './device-pickers.tsx';
import { Icon } from './icon.tsx';
import { Preview } from './preview.tsx';
import { useRoom, useSetting } from './setting.ts';
import { StartTime } from './start-time.tsx';
import { Wordmark } from './wordmark.tsx';

/** Before the room: nobody sees or hears the person here, and nothing is switched on that they did not switch on. */
export function GreenRoom() {
  const { you } = useRoom();
  return (
    <div class="green">
      <header class="green-head">
        <Wordmark />
        <span class="grow" />
        <a href="/privacy" target="_blank" rel="noopener">
          Privacy Policy
        </a>
      </header>
      <main class={isOnStage(you.role) ? 'green-room' : 'green-room alone'}>
        {isOnStage(you.role) && <Preview />}
        <DoorForm />
      </main>
      <footer class="green-foot">Your name and that you are here are shown to the host. Nothing is recorded.</footer>
    </div>
  );
}

function DoorForm() {
  const { talk, page } = useSetting();
  const { title, you, phase, own, hostName } = useRoom();
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
        <p class="soft">{you.role === 'host' ? 'You host this webinar.' : `With ${hostName}.`}</p>
      </div>
      <p>
        You are joining as <strong>{you.name}</strong>.
      </p>
      {isOnStage(you.role) && <CameraPicker />}
      {isOnStage(you.role) && <MicrophonePicker />}
      <SpeakerPicker />
      <div class="buttons">
        <JoinButton camera={own.camera === 'on'} microphone={own.microphone === 'on'} joining={joining} />
        <a class="button quiet" href={page.leaveTo}>
          Back to the webinar page
        </a>
      </div>
      <p class="aloud" role="status">
        {joining ? 'Joining the room.' : ''}
      </p>
    </form>
  );
}

/** Has the focus from the start: one press of Enter joins, with just what the button says. */
function JoinButton({ camera, microphone, joining }: { camera: boolean; microphone: boolean; joining: boolean }) {
  const { you } = useRoom();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const label = isOnStage(you.role) ? joinLabel({ camera, microphone }) : 'Join';

  return (
    <button ref={button} class="button" type="submit" aria-disabled={joining}>
      {joining ? 'Joining…' : label}
      {!joining && <kbd class="key">Enter</kbd>}
      {!joining && <Icon name="arrow-right" />}
    </button>
  );
}
