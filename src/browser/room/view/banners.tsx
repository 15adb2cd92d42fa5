import { useEffect } from 'preact/hooks';
import { isAsked, isOnStage, type Notice } from '../remember/state.ts';
import { showName } from '../talk/acts.ts';
import { Icon } from './icon.tsx';
import { useRoom, useSetting } from './setting.ts';

/** What needs a word right now: the connection, the sound, what was refused. */
export function Banners() {
  const { notices } = useRoom();
  return (
    <>
      <Trouble />
      <SoundBlocked />
      <Backstage />
      <AskForName />
      {notices.map((notice) => (
        <Note key={notice.noticeId} notice={notice} />
      ))}
    </>
  );
}

function Trouble() {
  const { connection, media } = useRoom();
  const words =
    connection === 'reconnecting'
      ? 'The connection was lost. We are getting you back, stay here.'
      : media === 'restarting'
        ? 'Sound and picture are restarting. The chat goes on.'
        : '';
  return (
    <div role="status">
      {words !== '' && (
        <p class="banner">
          <Icon name="triangle-alert" />
          {words}
        </p>
      )}
    </div>
  );
}

/** Whoever prepares must know who hears them already. */
function Backstage() {
  const { state, you, hostName } = useRoom();
  return state === 'backstage' && isOnStage(you.role) ? (
    <p class="banner plain">
      <Icon name="info" />
      Only the stage sees and hears you until {you.role === 'host' ? 'you go live' : `${hostName} goes live`}. The chat
      reaches everybody.
    </p>
  ) : null;
}

/** Asked once, and only where the host has opened the list. Both answers are as easy. */
function AskForName() {
  const { memory, talk } = useSetting();
  const room = useRoom();
  const answer = (shown: boolean) => void showName({ memory, ask: talk.connection.ask }, shown);
  return isAsked(room) ? (
    <section class="banner plain asks" aria-label="The list of who is here">
      <Icon name="users" />
      <div class="grow">
        <p>The host has opened the list of who is here. You are in it only if you choose to be.</p>
        <p>
          <strong>{room.showNameWords}</strong>
        </p>
        <div class="buttons">
          <button type="button" class="button quiet small" onClick={() => answer(true)}>
            Show my name
          </button>
          <button type="button" class="button quiet small" onClick={() => answer(false)}>
            Not now
          </button>
        </div>
      </div>
    </section>
  ) : null;
}

function SoundBlocked() {
  const { sounds } = useSetting();
  const { soundBlocked } = useRoom();
  return soundBlocked ? (
    <button type="button" class="button hear" onClick={() => void sounds.play()}>
      <Icon name="volume-2" />
      Tap to hear the webinar
    </button>
  ) : null;
}

/** Long enough to read twice; what warns stays until it is put away. */
const READ_MS = 8_000;

function Note({ notice: { noticeId, words, tone } }: { notice: Notice }) {
  const { memory } = useSetting();
  const putAway = () => memory.tell({ type: 'notice-read', noticeId });
  useEffect(() => {
    if (tone === 'warn') return undefined;
    const timer = setTimeout(putAway, READ_MS);
    return () => clearTimeout(timer);
  }, [noticeId]);

  return (
    <p class={tone === 'warn' ? 'banner' : 'banner plain'} role={tone === 'warn' ? 'alert' : 'status'}>
      <Icon name={tone === 'warn' ? 'triangle-alert' : 'info'} />
      <span class="grow">{words}</span>
      <button type="button" class="icon-button" aria-label="Put this message away" onClick={putAway}>
        <Icon name="x" />
      </button>
    </p>
  );
}
