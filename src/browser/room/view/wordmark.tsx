import type { ComponentChildren } from 'preact';

/** The page's own title ends with the name of the site. */
export const siteName = document.title.split(' – ').at(-1) ?? '';

export const Wordmark = () => <span class="mark">{siteName === 'AnyMeeting' ? ours : siteName}</span>;

const ours: ComponentChildren = (
  <>
    any<em>meeting</em>
  </>
);
