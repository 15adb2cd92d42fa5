import { untilStart } from '../remember/words.ts';
import { thisSecond } from './seconds.ts';
import { useRoom } from './setting.ts';

const format = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** When it starts, in the viewer's own zone, which it names; once it is live, just that. */
export function StartTime() {
  const { state, startsAt } = useRoom();
  return state === 'live' ? (
    <p class="pill on-air">Live now</p>
  ) : (
    <p class="soft">
      <time dateTime={new Date(startsAt).toISOString()}>{format.format(startsAt)}</time>
    </p>
  );
}

/** How long until then, counted by the server's clock. */
export function Countdown() {
  const { startsAt, clockAhead } = useRoom();
  const words = untilStart(startsAt - (thisSecond.value + clockAhead));
  return words === '' ? <strong>any moment now</strong> : <strong>{words}</strong>;
}
