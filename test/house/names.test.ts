import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { ladder } from './ladder.ts';
import { exists, read } from './sources.ts';

/** What a file of a capability may be called. */
const FIXED = ['routes', 'schema', 'rules', 'pages', 'store', 'mails', 'personal-data'];

/** First words of verb files: what the product does. A new one is a decision about its language, so it is written here. */
const VERBS = [
  ...[
    'acknowledge',
    'address',
    'agree',
    'approve',
    'compare',
    'propose',
    'mend',
    'call',
    'queue',
    'release',
    'suit',
    'suspend',
    'tell',
    'withdraw',
  ],
  ...[
    'add',
    'approve',
    'cancel',
    'change',
    'claim',
    'clear',
    'confirm',
    'count',
    'decide',
    'edit',
    'end',
    'find',
    'go',
    'hash',
    'hold',
    'join',
  ],
  ...['list', 'make', 'mint', 'note', 'open', 'publish', 'recover', 'register', 'reset', 'schedule', 'seed', 'send'],
  ...['add', 'hold', 'sign', 'spend', 'verify'],
  ...['answer', 'ask', 'build', 'close', 'compose', 'create', 'deliver', 'draw', 'enter', 'export', 'fill', 'give'],
  ...['keep', 'limit', 'look', 'pause', 'preview', 'pull', 'receive', 'render', 'report', 'resume', 'serve'],
  ...[
    'plan',
    'queue',
    'walk',
    'move',
    'settle',
    'show',
    'stop',
    'switch',
    'subscribe',
    'take',
    'test',
    'unsubscribe',
    'write',
  ],
];

/** Nouns, each with what makes it right: a decision without I/O, or a thing that lives in memory. Record 002. */
const DECIDED = new Map([
  ['visits/cuts', 'what may be told of the visitors of a day; record 032'],
  ['ads/ad-vendor', 'what whoever fills the places for advertisements has to do'],
  ['policy/clauses', 'the sentences of the policy'],
  ['policy/catalogue', 'what may be done with which personal data'],
  ['policy/house-rules', 'what we forbid ourselves below the policy'],
  ['policy/cookies', 'what we keep in a browser'],
  ['policy/held', 'how each personal column is seen and changed by its person; record 018'],
  ['policy/questions', 'what somebody may answer and need not'],
  ['policy/retention', 'how long each kind of information is kept'],
  ['consent/opt-in', 'the proof that somebody opted in'],
  ['consent/choices-cookie', 'what a browser keeps of the switches in it'],
  ['consent/visitor-cookie', 'who gets the cookie of a day, and what is in it'],
  ['policy/signals', 'what a signal of a browser refuses'],
  ['accounts/known-browser', 'which browsers an account knows'],
  ['accounts/settings-cookie', 'what a browser keeps of settings'],
  ['gateway/proofs', 'what each basis has to show'],
  ['letters/consenting', 'the proof that a mailbox wants what goes to many; record 029'],
  ['mailings/issue-store', 'every query on issues; record 029'],
  ['mailings/issue-pages', 'what staff see of issues; record 029'],
  ['mailings/issue-routes', 'the addresses of issues; record 029'],
  ['letters/address-hash', 'a mailbox under a keyed hash'],
  ['letters/blanks', 'what differs from one mailbox to the next'],
  ['letters/letter-body', 'what staff may write into a letter'],
  ['letters/mailbox', 'which addresses fill one mailbox, and whose host it is on'],
  ['letters/outbox-page', 'the page on which staff see the outbox'],
  ['letters/outbox-rows', 'a letter to one mailbox as staff see it'],
  [
    'letters/outbox-store',
    'the outbox as those see it who deliver from it, in queries that a small program can ask as well',
  ],
  ['letters/mould', 'the bytes of a letter before the blanks in it are filled'],
  ['letters/unsubscribe-token', 'what an unsubscribe link says'],
  ['policy/policy', 'what a version of the policy is, and which one is in force'],
  ['policy/evidence', 'what the last run over the clauses found, and whether it is about this code'],
  ['accounts/passwords', 'what a form takes for a password'],
  ['accounts/people-pages', 'accounts as admins see them'],
  ['accounts/link-store', 'every query on the links that are mailed; records 019 and 026'],
  ['accounts/profile-store', 'every query on what a person changes of themselves; record 018'],
  ['accounts/session-store', 'what express-session asks of a store; record 006'],
  ['policy/words', 'combinations and purposes as people read them'],
  ['policy/kept-by', 'what keeps the sentences that no rule keeps'],
  ['policy/tensions', 'where two sentences pull apart, and how we read them'],
  ['site/in-use', 'which sentences are about something that happens here now'],
  ['site/policy-tables', 'what stands below the policy, made from what the programs obey'],
  ['site/staff-pages', 'where staff begin, and what waits there for somebody'],
  ['site/version-pages', 'the published texts and what people agree to on them'],
  ['site/samples', 'what the design page shows of each part'],
  ['surveys/questions', 'what can be asked, and what an answer is'],
  ['surveys/entry-link', 'the link to what somebody answered'],
  ['surveys/owner-pages', 'what whoever asks sees'],
  ['surveys/owner-routes', 'the addresses of whoever asks'],
  ['webinars/wall-time', 'what instant a wall time stands for'],
  ['webinars/words', 'times and lengths as people read them'],
  ['rooms/gateway', 'the one file that knows sockets'],
  ['rooms/answer', 'parse, check, do: the same for every message'],
  ['rooms/message', 'what a room message is'],
  ['rooms/room', 'a thing that lives and changes'],
  ['rooms/attendee', 'one person in a room'],
  ['rooms/changes', 'what differs between two looks at a room, and who hears of it'],
  ['rooms/forwarding', 'who receives whose sound and picture'],
  ['rooms/chat', 'what was said in a room'],
  ['rooms/names', 'what names are before they leave the server'],
  ['rooms/stage', 'whom everybody hears and sees'],
  ['rooms/people', 'who has been in a room, and who is here'],
  ['rooms/introductions', 'whose name is being opened for whom'],
  ['rooms/ice-servers', 'which relay a browser may use, and for how long'],
  ['rooms/join-token', 'what a signed join token says'],
  ['rooms/live-room', 'a room with its media and its connections'],
  ['rooms/live-rooms', 'all of them, by webinar'],
  ['rooms/pace', 'how fast one attendee may send'],
]);

/** No closed list: these hold no verbs of the product, and the messages of rooms are named by the protocol. */
const FREE = /^src\/(platform|protocol|sfu|browser)\/|^src\/rooms\/messages\//;

test('every file of a capability is a fixed word, a verb of the product or a decided name', () => {
  const files = [...read(`src/{${ladder.join(',')}}/**/*.ts`).keys()].filter((path) => !FREE.test(path));
  const strange = files.filter((path) => !isKnown(path.replace(/^src\/|\.ts$/g, '')));

  expect(strange).toEqual([]);
});

test('a capability has no folders inside, except the messages of rooms', () => {
  const files = [...read(`src/{${ladder.join(',')}}/*/**/*.ts`).keys()].filter((path) => !FREE.test(path));
  expect(files).toEqual([]);
});

test('tests stand in the folder of what they test, in a room of their own, or at the top when they walk the whole house', () => {
  const rooms = [
    ...ladder,
    'house',
    'clauses',
    'system',
    'support',
    'boot',
    'bin',
    'bench',
    'browser',
    'browser-state',
    'prisma',
  ];
  const files = [...read('test/*/**/*.{ts,tsx}').keys()];

  expect(files.filter((path) => !rooms.includes(path.split('/')[1] ?? ''))).toEqual([]);
});

test('every name that was decided is still in use', () => {
  expect([...DECIDED.keys()].filter((path) => !exists(`src/${path}.ts`))).toEqual([]);
});

function isKnown(path: string): boolean {
  const name = basename(path);
  return FIXED.includes(name) || DECIDED.has(path) || VERBS.includes(name.split('-')[0] ?? '');
}
