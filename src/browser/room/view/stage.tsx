import { arrange } from '../remember/arrange.ts';
import { Icon } from './icon.tsx';
import { useRoom } from './setting.ts';
import { Countdown, StartTime } from './start-time.tsx';
import { Tile } from './tile.tsx';

/** Who is on: one large, the others in a strip. Attendees wait in front of it until the host goes live. */
export function Stage() {
  const room = useRoom();
  if (room.state === 'backstage' && room.you.role === 'attendee') return <Waiting />;

  const { main, strip } = arrange(room);
  return (
    <>
      <div class="stage">{main === null ? <Empty /> : <Tile key={main.key} tile={main} />}</div>
      {strip.length > 0 && (
        <section class="film" aria-label="Also on the stage">
          {strip.map((tile) => (
            <Tile key={tile.key} tile={tile} />
          ))}
        </section>
      )}
    </>
  );
}

function Waiting() {
  const { title, hostName } = useRoom();
  return (
    <div class="stage">
      <div class="waiting">
        <Icon name="clock" />
        <h2>{title}</h2>
        <p>
          Starts <Countdown />. {hostName} is getting ready.
        </p>
        <StartTime />
        <p>Stay here: sound and picture come by themselves.</p>
      </div>
    </div>
  );
}

const Empty = () => {
  const { hostName } = useRoom();
  return (
    <div class="waiting">
      <Icon name="users" />
      <h2>Nobody is on the stage right now</h2>
      <p>{hostName} may have lost the connection. Stay here: it goes on as soon as they are back.</p>
    </div>
  );
};
