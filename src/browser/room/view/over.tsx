import { useEffect, useRef } from 'preact/hooks';
import type { Phase } from '../remember/state.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { useRoom, useSetting } from './setting.ts';
import { Wordmark } from './wordmark.tsx';

type End = Exclude<Phase, 'green-room' | 'joining' | 'in-room'>;

const endings: Record<End, { icon: IconName; title: string; words: string; again: string }> = {
  ended: {
    icon: 'circle-stop',
    title: 'This webinar has ended',
    words: 'Thank you for being here. Nothing was recorded, and the chat is gone.',
    again: '',
  },
  removed: {
    icon: 'user-x',
    title: 'You were removed',
    words: 'The host has removed you from this webinar. You cannot come back to it.',
    again: '',
  },
  moved: {
    icon: 'monitor-up',
    title: 'You are in the room elsewhere',
    words: 'You joined from another tab or device, and the webinar goes on there.',
    again: 'Bring it back here',
  },
  failed: { icon: 'triangle-alert', title: 'The room could not be reached', words: '', again: 'Try again' },
};

/** The end, whatever it was, and a way on. */
export function Over({ phase }: { phase: End }) {
  const { page } = useSetting();
  const { ending, title } = useRoom();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { icon, words, again, title: what } = endings[phase];

  return (
    <div class="green">
      <header class="green-head">
        <Wordmark />
        <span class="grow" />
        <a href="/privacy" target="_blank" rel="noopener">
          Privacy Policy
        </a>
      </header>
      <main class="over">
        <Icon name={icon} />
        <p class="soft">{title}</p>
        <h1 ref={heading} tabIndex={-1}>
          {what}
        </h1>
        <p>{words === '' ? ending : words}</p>
        <div class="buttons">
          {again !== '' && (
            <button type="button" class="button" onClick={() => location.reload()}>
              {again}
            </button>
          )}
          <a class={again === '' ? 'button' : 'button quiet'} href={page.leaveTo}>
            Back to the webinar page
          </a>
        </div>
      </main>
    </div>
  );
}
