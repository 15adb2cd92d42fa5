import type { Panel as Which } from '../remember/state.ts';
import { Chat } from './chat.tsx';
import { People } from './people.tsx';
import { useRoom, useSetting } from './setting.ts';

const TABS = ['chat', 'people'] as const satisfies Which[];

/** Beside the stage, on a phone under it: the chat and who is here. */
export function Panel() {
  const { panel } = useRoom();
  return (
    <aside class="panel" aria-label="Chat and people">
      <Tabs />
      {panel === 'chat' ? <Chat /> : <People />}
    </aside>
  );
}

function Tabs() {
  const { memory } = useSetting();
  const { panel, unread, people } = useRoom();
  const hands = people.filter(({ handRaisedAt }) => handRaisedAt !== null).length;
  const fresh = { chat: unread, people: hands };
  const freshWords = { chat: 'new', people: 'hands up' };

  /** Arrow keys walk through the tabs, as in any list of tabs. */
  function walk(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(panel) + step + TABS.length) % TABS.length] ?? 'chat';
    memory.tell({ type: 'panel', panel: next });
    document.getElementById(`tab-${next}`)?.focus();
  }

  return (
    <div class="tabs" role="tablist" aria-label="Chat and people" onKeyDown={walk}>
      {TABS.map((tab) => (
        <button
          key={tab}
          id={`tab-${tab}`}
          type="button"
          role="tab"
          aria-selected={tab === panel}
          aria-controls={`panel-${tab}`}
          tabIndex={tab === panel ? 0 : -1}
          onClick={() => memory.tell({ type: 'panel', panel: tab })}
        >
          {{ chat: 'Chat', people: 'People' }[tab]}
          {fresh[tab] > 0 && (
            <span class="fresh">
              {fresh[tab]}
              <span class="aloud"> {freshWords[tab]}</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
