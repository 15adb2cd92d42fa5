import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { ladder } from './ladder.ts';
import { read } from './sources.ts';

/** What a file of a capability may be called. */
const FIXED = ['routes', 'schema', 'rules', 'store', 'mails', 'personal-data'];

/** First words of verb files: what the product does. A new one is a decision about its language, so it is written here. */
const VERBS = [
  ...['cancel', 'change', 'claim', 'clear', 'confirm', 'count', 'decide', 'edit', 'end', 'find', 'go', 'hash', 'join'],
  ...['list', 'make', 'mint', 'note', 'open', 'publish', 'recover', 'register', 'reset', 'schedule', 'seed', 'send'],
  ...['sign', 'spend', 'verify'],
];

/** Names that are neither, each with what makes it right. */
const DECIDED = new Map([
  ['rooms/gateway', 'the one file that knows sockets'],
  ['rooms/answer', 'parse, check, do: the same for every message'],
  ['rooms/message', 'what a room message is'],
  ['rooms/room', 'a thing that lives and changes'],
  ['rooms/attendee', 'pure: somebody in a room, as they and the others see them'],
  ['rooms/changes', 'what happened in a room until the next tick'],
  ['rooms/forwarding', 'who is offered which streams'],
  ['rooms/pace', 'how fast one attendee sends'],
  ['rooms/live-room', 'a room with its connections, media and timers'],
  ['rooms/live-rooms', 'every room that is open'],
  ['rooms/ice-servers', 'pure: what a browser is told of our TURN server'],
  ['webinars/wall-time', 'pure: what instant a wall time stands for'],
  ['webinars/words', 'pure: times and lengths as people read them'],
  ['webinars/pages', 'pure: what a page shows of a webinar'],
  ['accounts/guards', 'must be signed in, must be staff'],
  ['accounts/session-store', 'what express-session asks of a store; record 006'],
  ['consent/clauses', 'pure: the sentences of the policy'],
  ['consent/policy', 'the two things the product does with it: publish the first, read the live one'],
  ['site/samples', 'pure: what the design page shows'],
  ['sfu/sfu', 'the type behind which mediasoup stands'],
  ['sfu/mediasoup-sfu', 'the one that turns it into mediasoup calls'],
]);

/** These two have no closed list: they hold no product verbs. Messages of rooms are named by the protocol. */
const FREE = /^src\/(platform|protocol|browser)\/|^src\/rooms\/messages\//;

test('every file of a capability is a fixed word, a verb of the product or a decided name', () => {
  const files = [...read(`src/{${ladder.join(',')}}/**/*.ts`).keys()].filter((path) => !FREE.test(path));
  const strange = files.filter((path) => !isKnown(path.replace(/^src\/|\.ts$/g, '')));

  expect(strange).toEqual([]);
});

test('a capability has no folders inside, except the messages of rooms', () => {
  const files = [...read(`src/{${ladder.join(',')}}/*/**/*.ts`).keys()].filter((path) => !FREE.test(path));
  expect(files).toEqual([]);
});

test('tests stand at the path of what they test, in rooms of their own or beside the tree', () => {
  const rooms = [...ladder, 'house', 'system', 'support', 'boot', 'bin', 'bench', 'browser', 'design', 'prisma'];
  const files = [...read('test/**/*.{ts,tsx}').keys()];

  expect(files.filter((path) => !rooms.includes(path.split('/')[1] ?? ''))).toEqual([]);
});

function isKnown(path: string): boolean {
  const name = basename(path);
  return FIXED.includes(name) || DECIDED.has(path) || VERBS.includes(name.split('-')[0] ?? '');
}
