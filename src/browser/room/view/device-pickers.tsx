import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { type Choice, canChooseSpeaker } from '../talk/devices.ts';
import { playTestSound, watchLevel } from '../talk/levels.ts';
import { Icon } from './icon.tsx';
import { useSetting } from './setting.ts';

export function CameraPicker() {
  const { devices, talk } = useSetting();
  return (
    <Picker
      label="Camera"
      choices={devices.lists.value.camera}
      chosen={devices.chosen.value.camera}
      choose={(deviceId) => void talk.own.choose('camera', deviceId)}
      trouble={devices.trouble.value.camera}
    />
  );
}

export function MicrophonePicker() {
  const { devices, talk } = useSetting();
  const track = devices.microphone.value?.track;
  return (
    <Picker
      label="Microphone"
      choices={devices.lists.value.microphone}
      chosen={devices.chosen.value.microphone}
      choose={(deviceId) => void talk.own.choose('microphone', deviceId)}
      trouble={devices.trouble.value.microphone}
    >
      {track !== undefined && <Meter track={track} />}
    </Picker>
  );
}

/** Which loudspeaker, where the browser lets one choose, and three notes to hear whether it is the right one. */
export function SpeakerPicker() {
  const { devices } = useSetting();
  const choices = devices.lists.value.speaker;
  const chosen = devices.chosen.value.speaker;
  return canChooseSpeaker && choices.length > 0 ? (
    <Picker
      label="Speaker"
      choices={choices}
      chosen={chosen}
      choose={(deviceId) => devices.choose('speaker', deviceId)}
    >
      <SoundCheck speaker={chosen} />
    </Picker>
  ) : (
    <SoundCheck speaker="" />
  );
}

type PickerProps = {
  label: string;
  choices: Choice[];
  chosen: string;
  choose(deviceId: string): void;
  trouble?: string | undefined;
  children?: ComponentChildren;
};

/** Until the browser tells us names there is one choice, which is the browser's own. */
function Picker({ label, choices, chosen, choose, trouble, children }: PickerProps) {
  const id = useId();
  return (
    <div class={trouble === undefined ? 'field' : 'field wrong'}>
      <label for={id}>{label}</label>
      <select
        id={id}
        value={chosen}
        aria-describedby={trouble === undefined ? undefined : `${id}-trouble`}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        {choices.every(({ deviceId }) => deviceId !== chosen) && <option value={chosen}>As the browser chooses</option>}
        {choices.map(({ deviceId, label: name }, place) => (
          <option key={deviceId} value={deviceId}>
            {name === '' ? `${label} ${place + 1}` : name}
          </option>
        ))}
      </select>
      {trouble !== undefined && (
        <p class="problem" id={`${id}-trouble`} role="alert">
          <Icon name="triangle-alert" />
          {trouble}
        </p>
      )}
      {children}
    </div>
  );
}

const BARS = 12;

function Meter({ track }: { track: MediaStreamTrack }) {
  const [level, setLevel] = useState(0);
  useEffect(() => watchLevel(track, setLevel), [track]);
  const lit = Math.round(level * BARS);
  return (
    <>
      <meter class="aloud" aria-label="How loud you are" min={0} max={BARS} value={lit}>
        {lit > 3 ? 'We hear you' : 'Quiet'}
      </meter>
      <div class="meter" aria-hidden="true">
        {Array.from({ length: BARS }, (_, bar) => (
          <b key={bar} class={bar < lit ? 'lit' : ''} />
        ))}
      </div>
    </>
  );
}

function SoundCheck({ speaker }: { speaker: string }) {
  const [is, setIs] = useState<'idle' | 'playing' | 'played' | 'failed'>('idle');
  const words = {
    idle: '',
    playing: 'Three notes are playing.',
    played: 'Heard nothing? Turn the volume up or choose another speaker.',
    failed: 'The sound did not start. Check the volume of this machine.',
  };

  async function play() {
    if (is === 'playing') return;
    setIs('playing');
    setIs(
      await playTestSound(speaker).then(
        () => 'played' as const,
        () => 'failed' as const,
      ),
    );
  }

  return (
    <div class="sound-check">
      <button type="button" class="button quiet small" onClick={() => void play()}>
        <Icon name="volume-2" />
        Play a test sound
      </button>
      <p class="help" role="status">
        {words[is]}
      </p>
    </div>
  );
}
