import { elapsed } from '../remember/words.ts';
import { Icon } from './icon.tsx';
import { thisSecond } from './seconds.ts';
import { useRoom } from './setting.ts';
import { Wordmark } from './wordmark.tsx';

/** What this is, whether it is live, how many are here, and what is kept of it. */
export function TopBar() {
  const { title, count } = useRoom();
  return (
    <header class="topbar">
      <span class="wide">
        <Wordmark />
      </span>
      <h1 title={title}>{title}</h1>
      <LivePill />
      <span class="pill wide">
        <Icon name="users" />
        {count} here
      </span>
      <span class="grow wide" />
      <Collected />
      <a class="pill wide" href="/privacy" target="_blank" rel="noopener">
        Privacy Policy
      </a>
    </header>
  );
}

function LivePill() {
  const { state, liveAt, clockAhead, you } = useRoom();
  if (state === 'live' && liveAt !== null)
    return (
      <span class="pill on-air">
        Live <span>{elapsed(thisSecond.value + clockAhead - liveAt)}</span>
      </span>
    );
  else if (you.role === 'attendee') return <span class="pill asks">Not live yet</span>;
  else
    return (
      <span class="pill asks">
        Backstage<span class="wide">· not live yet</span>
      </span>
    );
}

/** Always in sight; a press says the rest. */
const Collected = () => (
  <>
    <button type="button" class="pill trust" popovertarget="collected">
      <Icon name="shield-check" />
      Not recorded<span class="wide">· what this room collects</span>
    </button>
    <div id="collected" class="collected" popover="auto" role="dialog" aria-label="What this room collects">
      <h2>What this room collects</h2>
      <ul class="plain-list">
        <li>
          Your name and that you are here: the host sees both. Others see a number, and your name beside what you say in
          the chat.
        </li>
        <li>A raised hand: the host sees it.</li>
        <li>What you say in the chat: everybody here sees it. It is gone when the webinar ends.</li>
        <li>Sound and picture of those on the stage: they pass through our server and are not kept.</li>
      </ul>
      <p>
        Nothing is recorded.{' '}
        <a href="/privacy" target="_blank" rel="noopener">
          Read the Privacy Policy
        </a>
      </p>
    </div>
  </>
);
