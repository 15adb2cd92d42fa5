import { expect, test } from 'vitest';
import type { RequestName, RoomState } from '#src/protocol/room-messages.ts';
import { messages } from '#src/rooms/messages/table.ts';
import { Browser, openTestRoom } from '#test/support/room-in-memory.ts';
import { samplesAbout } from '#test/support/room-samples.ts';

const standings = ['host', 'panelist', 'attendee', 'removed', 'newcomer', 'host elsewhere'] as const;
const states = ['backstage', 'live', 'ended'] as const;

/**
 * Who may ask what and when, written by hand. One word for each standing in the order above, one letter for each state:
 * + done, - not-allowed, s wrong-state, j join-first, x removed, e room-ended.
 */
const expected: Record<RequestName, string> = {
  'join': '++e ++e ++e xxx ++e ++e',
  'rejoin-media': '++e ++e ++e xxx jje ++e',
  'catch-up': '++e ++e ++e xxx jje ++e',
  'leave': '++e ++e ++e xxx ++e ++e',
  'open-send-transport': '++e ++e --e xxx jje --e',
  'restart-ice': '++e ++e ++e xxx jje ++e',
  'produce': '++e ++e --e xxx jje --e',
  'pause-producer': '++e ++e --e xxx jje --e',
  'resume-producer': '++e ++e --e xxx jje --e',
  'close-producer': '++e ++e --e xxx jje --e',
  'resume-consumers': '++e ++e ++e xxx jje ++e',
  'view': '++e ++e ++e xxx jje ++e',
  'say': '++e ++e ++e xxx jje ++e',
  'raise-hand': '--e ++e ++e xxx jje ++e',
  'lower-hand': '++e ++e ++e xxx jje ++e',
  'promote': '++e --e --e xxx jje --e',
  'demote': '++e --e --e xxx jje --e',
  'mute': '++e --e --e xxx jje --e',
  'remove': '++e --e --e xxx jje --e',
  'go-live': '+se -se -se xxx jse -se',
  'end': '++e --e --e xxx jje --e',
  'open-roster': '++e --e --e xxx jje --e',
  'show-name': '--e ++e ++e xxx jje ++e',
};

const letters: Record<string, string> = {
  'not-allowed': '-',
  'wrong-state': 's',
  'join-first': 'j',
  'removed': 'x',
  'room-ended': 'e',
};

const names = Object.keys(messages) as RequestName[];

test('the table says something about every message of the protocol', () => {
  expect(Object.keys(expected).toSorted()).toEqual(names.toSorted());
});

for (const name of names) {
  test(`${name}: every standing in every state gets the answer that was decided`, async () => {
    const cells = await Promise.all(
      standings.map((standing) => Promise.all(states.map((state) => ask(name, standing, state)))),
    );
    expect(cells.map((cell) => cell.join('')).join(' ')).toBe(expected[name]);
  });
}

async function ask(name: RequestName, standing: (typeof standings)[number], state: RoomState): Promise<string> {
  const { live, people } = await castIn(state);
  const target = name === 'demote' || name === 'mute' ? 'ben' : 'chloe';
  const actor = people[standing];
  const answer = await live.ask(actor.attendee, actor.connection, [name, samplesAbout(target)[name]]);

  return answer.ok ? '+' : (letters[answer.code] ?? answer.code);
}

/** Ada hosts, Ben is a panelist, Chloé listens, Noor has not joined, Dev was removed, and Eve hosts another webinar. */
async function castIn(state: RoomState) {
  const { live, enter } = openTestRoom({ liveAt: state === 'live' ? new Date() : null });
  const ada = await enter('Ada', 'host');
  const [ben, chloe, dev, eve] = await Promise.all([enter('Ben'), enter('Chloe'), enter('Dev'), enter('Eve')]);
  const noor = new Browser(live, { id: 'noor', name: 'Noor' });

  await ada.get('promote', { attendeeId: 'ben' });
  await ada.turnOnMicrophone();
  await ben.turnOnMicrophone();
  await ada.get('remove', { attendeeId: 'dev' });
  if (state === 'ended') await ada.get('end', {});

  const people: Record<(typeof standings)[number], Browser> = {
    'host': ada,
    'panelist': ben,
    'attendee': chloe,
    'removed': dev,
    'newcomer': noor,
    'host elsewhere': eve,
  };
  return { live, people };
}

test('a host of another room finds nobody of this one, and changes nothing in it', async () => {
  const here = openTestRoom({ id: 'mushrooms' });
  const elsewhere = openTestRoom({ id: 'bread' });
  await here.enter('Chloe');
  const eve = await elsewhere.enter('Eve', 'host');
  const before = here.live.room.stage;

  for (const name of ['promote', 'demote', 'mute', 'remove', 'lower-hand'] as const) {
    expect(await eve.ask(name, { attendeeId: 'chloe' })).toMatchObject({ ok: false, code: 'not-found' });
  }
  expect(here.live.room.people.roleOf('chloe')).toBe('attendee');
  expect(here.live.room.stage).toEqual(before);
});
