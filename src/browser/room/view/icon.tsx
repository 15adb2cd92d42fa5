import type { IconName } from './icon-names.ts';

const sprite = document.documentElement.dataset.icons ?? '/build/icons.svg';

/** A drawing beside words; whoever listens hears the words alone. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <use href={`${sprite}#${name}`} />
  </svg>
);
