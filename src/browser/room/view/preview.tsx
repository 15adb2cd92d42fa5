import { cameraLabel, hueOf, initials, microphoneLabel } from '../remember/words.ts';
import { Icon } from './icon.tsx';
import { Picture } from './picture.tsx';
import { useRoom, useSetting } from './setting.ts';

/** One's own picture as in a mirror, and the two switches under it. */
export function Preview() {
  const { devices } = useSetting();
  const { you } = useRoom();
  const track = devices.camera.value?.track;

  return (
    <section class="green-stage" aria-label="Your camera and microphone">
      <div class={`tile mirrored hue-${hueOf(you.name)}`}>
        {track === undefined ? (
          <span class="initials" aria-hidden="true">
            {initials(you.name)}
          </span>
        ) : (
          <Picture track={track} />
        )}
        <span class="name">
          <span>{track === undefined ? 'Nobody sees you here' : 'Only you see this'}</span>
        </span>
      </div>
      <div class="quick">
        <MicrophoneSwitch />
        <CameraSwitch />
      </div>
    </section>
  );
}

/** The label says how it is; the rest of the name, for those who listen, says what a press does. */
export function MicrophoneSwitch() {
  const { talk } = useSetting();
  const is = useRoom().own.microphone;
  const on = is === 'on';
  return (
    <button
      type="button"
      class={on ? 'control on' : 'control off'}
      data-control="microphone"
      aria-keyshortcuts="Control+D"
      title={`${on ? 'Mute' : 'Turn the microphone on'} (Ctrl+D)`}
      aria-busy={is === 'starting'}
      onClick={() => void talk.own.toggleMicrophone()}
    >
      <Icon name={on ? 'mic' : 'mic-off'} />
      <Label full={microphoneLabel[is]} short={on ? 'Mic on' : microphoneLabel[is]} />
      <span class="aloud">. {on ? 'Mute' : 'Turn the microphone on'}</span>
    </button>
  );
}

export function CameraSwitch() {
  const { talk } = useSetting();
  const is = useRoom().own.camera;
  const on = is === 'on';
  return (
    <button
      type="button"
      class={on ? 'control on' : 'control off'}
      data-control="camera"
      aria-keyshortcuts="Control+E"
      title={`Turn the camera ${on ? 'off' : 'on'} (Ctrl+E)`}
      aria-busy={is === 'starting'}
      onClick={() => void talk.own.toggleCamera()}
    >
      <Icon name={on ? 'video' : 'video-off'} />
      <Label full={cameraLabel[is]} short={cameraLabel[is].replace('Camera', 'Cam')} />
      <span class="aloud">. Turn the camera {on ? 'off' : 'on'}</span>
    </button>
  );
}

/** On a phone a label must fit under its icon. */
const Label = ({ full, short }: { full: string; short: string }) => (
  <>
    <span class="wide">{full}</span>
    <span class="small-only">{short}</span>
  </>
);
