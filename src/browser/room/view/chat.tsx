import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatLine } from '../../../protocol/room-messages.ts';
import type { Outgoing } from '../remember/state.ts';
import { roleName } from '../remember/words.ts';
import { say, sayAgain } from '../talk/acts.ts';
import { Icon } from './icon.tsx';
import { scrollable } from './scrollable.ts';
import { useRoom, useSetting } from './setting.ts';

/** Everybody talks to everybody; the newest line is at the bottom. */
export function Chat() {
  return (
    <>
      <Lines />
      <Compose />
    </>
  );
}

/** Follows the newest line, unless the person has scrolled back to read. */
function Lines() {
  const { chat, outbox, you } = useRoom();
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const waiting = [...outbox].toSorted((a, b) => a.localId - b.localId);

  const follow = () => {
    if (atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  };
  useLayoutEffect(follow, [chat, outbox]);
  useEffect(() => {
    // The keyboard of a phone or a long draft takes the height away from below, where the newest line is.
    const watch = new ResizeObserver(follow);
    if (list.current !== null) watch.observe(list.current);
    return () => watch.disconnect();
  }, []);

  return (
    <div
      class="panel-body"
      id="panel-chat"
      role="tabpanel"
      aria-labelledby="tab-chat"
      {...scrollable}
      ref={list}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 60;
      }}
    >
      <h2 class="aloud">Chat</h2>
      <div class="lines" role="log" aria-live="polite" aria-label="Chat">
        {chat.length === 0 && waiting.length === 0 && (
          <p class="line note">Nobody has said anything yet. What you write here is seen by everybody in the room.</p>
        )}
        {chat.map((line) => (
          <Line key={line.chatId} line={line} mine={line.attendeeId === you.attendeeId} />
        ))}
        {waiting.map((line) => (
          <WaitingLine key={`own-${line.localId}`} line={line} />
        ))}
      </div>
    </div>
  );
}

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });

const Line = ({ line: { name, role, text, at }, mine }: { line: ChatLine; mine: boolean }) => (
  <div class={mine ? 'line mine' : 'line'}>
    <div class="who">
      <span dir="auto">{mine ? 'You' : name}</span>
      {role !== 'attendee' && <span class="role">{roleName[role]}</span>}
      <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time>
    </div>
    <p dir="auto">{text}</p>
  </div>
);

function WaitingLine({ line }: { line: Outgoing }) {
  const { memory, talk } = useSetting();
  const parts = { memory, ask: talk.connection.ask };
  return (
    <div class={line.state === 'failed' ? 'line mine failed' : 'line mine'}>
      <div class="who">
        <span>You</span>
        <span class="role">{line.state === 'failed' ? 'Not sent' : 'Sending…'}</span>
      </div>
      <p dir="auto">{line.text}</p>
      {line.state === 'failed' && (
        <div class="again">
          <p>{line.why}</p>
          <button type="button" class="button quiet small" onClick={() => void sayAgain(parts, line)}>
            Try again
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label="Throw this line away"
            onClick={() => memory.tell({ type: 'thrown-away', localId: line.localId })}
          >
            <Icon name="trash-2" />
          </button>
        </div>
      )}
    </div>
  );
}

const LONGEST_LINE = 1000;
/** From here on the characters left are shown. */
const NEARLY_FULL = 900;

function Compose() {
  const { memory, talk } = useSetting();
  const { you } = useRoom();
  const [text, setText] = useState('');

  function send(event: Event) {
    event.preventDefault();
    if (text.trim() === '') return;
    void say({ memory, ask: talk.connection.ask }, text.trim());
    setText('');
  }

  return (
    <form class="compose" onSubmit={send}>
      <div class="compose-row">
        <textarea
          rows={1}
          maxLength={LONGEST_LINE}
          aria-label="Write to everybody"
          aria-describedby="chat-name"
          placeholder="Write to everybody"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event);
          }}
        />
        <button type="submit" class="icon-button" aria-label="Send">
          <Icon name="send" />
        </button>
      </div>
      <p class="help" id="chat-name">
        Your name, <span dir="auto">{you.name}</span>, stands beside what you write.
      </p>
      {text.length >= NEARLY_FULL && <p class="help">{LONGEST_LINE - text.length} characters left</p>}
    </form>
  );
}
