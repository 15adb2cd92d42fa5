import { useRef, useState } from 'preact/hooks';
import type { Person } from '../../../protocol/room-messages.ts';
import { isOnStage } from '../remember/state.ts';
import { roleName } from '../remember/words.ts';
import { act } from '../talk/acts.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { useKeptFocus } from './keep-focus.ts';
import { OpenRoster, Roster } from './roster.tsx';
import { scrollable } from './scrollable.ts';
import { useRoom, useSetting } from './setting.ts';

/** Who is here: names for the host, for everybody else the stage and a number. */
export function People() {
  const { you } = useRoom();
  const list = useRef<HTMLDivElement>(null);
  useKeptFocus(list);
  return (
    <div class="panel-body" id="panel-people" role="tabpanel" aria-labelledby="tab-people" {...scrollable} ref={list}>
      <h2 class="aloud">People</h2>
      {you.role === 'host' ? <Everybody /> : <StageOnly />}
    </div>
  );
}

function StageOnly() {
  const { stage, count, you } = useRoom();
  return (
    <div class="people">
      <h3>On the stage</h3>
      <ul class="people-list">
        {stage.map(({ attendeeId, name, role }) => (
          <li class="someone" key={attendeeId}>
            <span class="who">
              <span dir="auto">{attendeeId === you.attendeeId ? `${name} (you)` : name}</span>
              <span class="role">{roleName[role]}</span>
            </span>
          </li>
        ))}
      </ul>
      <h3>In the room</h3>
      <p class="soft">{count === 1 ? 'You are the only one here.' : `${count} people are here.`}</p>
      <Roster />
    </div>
  );
}

/** Hands first, in the order they went up: the next to be called on is on top. */
function Everybody() {
  const { people } = useRoom();
  const [removing, setRemoving] = useState<Person | null>(null);
  const hands = people
    .filter(({ handRaisedAt }) => handRaisedAt !== null)
    .toSorted((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0));
  const stage = people.filter((person) => isOnStage(person.role) && person.handRaisedAt === null);
  const audience = people
    .filter((person) => !isOnStage(person.role) && person.handRaisedAt === null)
    .toSorted((a, b) => a.name.localeCompare(b.name));

  return (
    <div class="people">
      <Group title={`Hands up (${hands.length})`} people={hands} remove={setRemoving} />
      <Group title={`On the stage (${stage.length})`} people={stage} remove={setRemoving} />
      <Group title={`In the audience (${audience.length})`} people={audience} remove={setRemoving} />
      <OpenRoster />
      {people.length === 1 && (
        <p class="soft">Nobody else is here yet. Share the address of the webinar page to invite people.</p>
      )}
      {removing !== null && <Removal person={removing} close={() => setRemoving(null)} />}
    </div>
  );
}

type GroupProps = { title: string; people: Person[]; remove(person: Person): void };

const Group = ({ title, people, remove }: GroupProps) =>
  people.length === 0 ? null : (
    <section>
      <h3>{title}</h3>
      <ul class="people-list">
        {people.map((person) => (
          <Someone key={person.attendeeId} person={person} remove={() => remove(person)} />
        ))}
      </ul>
    </section>
  );

function Someone({ person, remove }: { person: Person; remove(): void }) {
  const { you } = useRoom();
  const { attendeeId, name, role, connected, handRaisedAt } = person;
  const mine = attendeeId === you.attendeeId;
  return (
    <li class={connected ? 'someone' : 'someone away'} data-attendee={attendeeId} tabIndex={-1}>
      {handRaisedAt !== null && (
        <span class="hand">
          <Icon name="hand" />
          <span class="aloud">Hand up: </span>
        </span>
      )}
      <span class="who">
        <span dir="auto">{mine ? `${name} (you)` : name}</span>
        {role === 'host' && <span class="role">{roleName[role]}</span>}
        {!connected && <span class="role">Reconnecting</span>}
      </span>
      {!mine && <Acts person={person} remove={remove} />}
    </li>
  );
}

/** What the host can do with somebody. Each button says with whom, for those who listen. */
function Acts({ person, remove }: { person: Person; remove(): void }) {
  const { attendeeId, name, role, handRaisedAt } = person;
  const on = useAct();
  const called = handRaisedAt !== null;
  const bring = {
    title: 'Bring to stage',
    name: `Bring ${name} to the stage`,
    press: () => on('promote', { attendeeId }),
  };

  return (
    <span class="acts">
      {role === 'attendee' && called && <WordAct {...bring} />}
      {role === 'attendee' && !called && <IconAct icon="circle-arrow-up" {...bring} />}
      {role === 'panelist' && (
        <WordAct title="Off the stage" name={`Take ${name} off the stage`} press={() => on('demote', { attendeeId })} />
      )}
      {called && (
        <IconAct
          icon="check"
          title="Lower the hand"
          name={`Lower the hand of ${name}`}
          press={() => on('lower-hand', { attendeeId })}
        />
      )}
      <MuteAct person={person} />
      <IconAct icon="user-x" title="Remove" name={`Remove ${name}`} press={remove} />
    </span>
  );
}

function MuteAct({ person: { attendeeId, name } }: { person: Person }) {
  const on = useAct();
  const { stage } = useRoom();
  const streams = stage.find((each) => each.attendeeId === attendeeId)?.streams ?? [];
  const open = streams.some(({ source, paused }) => source === 'microphone' && !paused);
  return open ? (
    <IconAct icon="mic-off" title="Mute" name={`Mute ${name}`} press={() => on('mute', { attendeeId })} />
  ) : null;
}

type ActProps = { title: string; name: string; press(): void };

const IconAct = ({ icon, title, name, press }: ActProps & { icon: IconName }) => (
  <button type="button" class="icon-button" title={title} aria-label={name} onClick={press}>
    <Icon name={icon} />
  </button>
);

const WordAct = ({ title, name, press }: ActProps) => (
  <button type="button" class="button quiet small" aria-label={`${title}: ${name}`} onClick={press}>
    {title}
  </button>
);

function Removal({ person: { attendeeId, name }, close }: { person: Person; close(): void }) {
  const on = useAct();
  const remove = () => {
    on('remove', { attendeeId });
    close();
  };
  return (
    <Dialog title={`Remove ${name}?`} close={close}>
      <p>They leave at once and cannot come back to this webinar. They are told that you removed them.</p>
      <div class="buttons">
        <button type="button" class="button end" onClick={remove}>
          Remove {name}
        </button>
        <button type="button" class="button quiet" data-safe onClick={close}>
          Keep them here
        </button>
      </div>
    </Dialog>
  );
}

function useAct() {
  const { memory, talk } = useSetting();
  return (name: 'promote' | 'demote' | 'mute' | 'remove' | 'lower-hand', request: { attendeeId: string }) =>
    void act({ memory, ask: talk.connection.ask }, name, request);
}
