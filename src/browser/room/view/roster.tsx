import { act, showName } from '../talk/acts.ts';
import { useRoom, useSetting } from './setting.ts';

/** For the audience: who agreed to be seen by everybody, while the host has the list open, and one's own place in it. */
export function Roster() {
  const { roster, you } = useRoom();
  if (!roster.open) return <p class="soft">Only the host sees the names of the audience.</p>;

  const names = roster.here.toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <section>
      <h3>In the list ({names.length})</h3>
      {names.length === 0 && <p class="soft">Nobody has put their name here yet.</p>}
      <ul class="people-list">
        {names.map(({ attendeeId, name }) => (
          <li class="someone" key={attendeeId}>
            <span class="who">
              <span dir="auto">{attendeeId === you.attendeeId ? `${name} (you)` : name}</span>
            </span>
          </li>
        ))}
      </ul>
      {you.role === 'attendee' && <OwnPlace />}
    </section>
  );
}

function OwnPlace() {
  const { memory, talk } = useSetting();
  const { you } = useRoom();
  const shown = you.listing === 'shown';
  const answer = () => void showName({ memory, ask: talk.connection.ask }, !shown);
  return (
    <div class="own-place">
      <p class="soft">
        {shown
          ? 'Everybody here sees your name in this list.'
          : 'The others do not see your name. Only those are in this list who chose to be.'}
      </p>
      <button type="button" class="button quiet small" onClick={answer}>
        {shown ? 'Take my name out' : 'Show my name'}
      </button>
    </div>
  );
}

/** For the host: opening the list asks each attendee; nobody is in it who has not agreed. */
export function OpenRoster() {
  const { memory, talk } = useSetting();
  const { roster } = useRoom();
  const turn = () => void act({ memory, ask: talk.connection.ask }, 'open-roster', { open: !roster.open });
  return (
    <section class="own-place">
      <h3>What the audience sees</h3>
      <p class="soft">
        {roster.open
          ? `The list of who is here is open. ${agreed(roster.here.length)} in it.`
          : 'The audience sees the stage and a number. If you open the list, everybody is asked whether their name may stand in it.'}
      </p>
      <button type="button" class="button quiet small" onClick={turn}>
        {roster.open ? 'Close the list' : 'Open the list'}
      </button>
    </section>
  );
}

const agreed = (count: number) =>
  count === 0 ? 'Nobody has agreed to be' : `${count} ${count === 1 ? 'person has' : 'people have'} agreed to be`;
