import { signal } from '@preact/signals';

/** The time on this machine, once a second, for clocks on the screen. */
export const thisSecond = signal(Date.now());

setInterval(() => {
  thisSecond.value = Date.now();
}, 1000);
