/**
 * Leaks. Each has to be refused by the compiler, and behind each expectation stands what it has to say, so that a leak is
 * not taken for refused because of a slip of the pen. `does-not-compile.test.ts` reads the file; nothing runs it.
 */
import type { OptIn } from '#src/consent/opt-in.ts';
import { OptIn as OptInClass } from '#src/consent/opt-in.ts';
import { ApprovedOrder, LiveProcessor, type ProcessorTerms } from '#src/gateway/proofs.ts';
import { compute, keepHere, look, release, releaseAll, releasedBefore, showOwn } from '#src/gateway/release.ts';
import type { Consenting } from '#src/letters/consenting.ts';
import { queueIssue } from '#src/letters/queue-issue.ts';
import type { Tx } from '#src/platform/db.ts';
import type { PageModel, Reply } from '#src/platform/http/route.ts';
import type { PersonId } from '#src/platform/ids.ts';
import type { Log } from '#src/platform/log.ts';
import type { Parts } from '#src/platform/parts.ts';
import { Personal, type Released, type Safe, seal } from '#src/platform/personal.ts';
import type { Parcel } from '#src/platform/smtp.ts';
import type { RuleName } from '#src/policy/catalogue.ts';
import type { Word } from '#src/rooms/changes.ts';
import type { RoomChanges, RoomChatLine } from '#src/rooms/names.ts';

declare const parts: Parts;
declare const tx: Tx;
declare const log: Log;
declare const staff: PersonId;
declare const name: Personal<'name'>;
declare const email: Personal<'email'>;
declare const phone: Personal<'phone'>;
declare const theme: Personal<'settings'>;
declare const answers: Personal<'survey_answer'>;
declare const toHost: Released<'host'>;
declare const toRelay: Released<'processor'>;
declare const toParticipants: Released<'participants'>;
declare const toCourt: Released<'authority'>;
declare const toStaff: Released<'staff'>;
declare const optIn: OptIn;
declare const processor: LiveProcessor;
declare const terms: ProcessorTerms;
declare const wantsNews: Consenting<'newsletter'>;
const issue = { issueId: 'i', letterId: 'l' };
/** Everybody in a room. */
declare function tellRoom(facts: Safe<'participants'>): void;
const bytes = Buffer.from('From: us\r\n\r\nWords\r\n');

// A value that nobody has opened goes nowhere.
// @ts-expect-error Personal<"name", string>' is not assignable to type 'Safe<
export const onPage: PageModel = { name };
// @ts-expect-error Personal<"email", string>' is not assignable to type 'Safe<
export const deepOnPage: PageModel = { people: [{ contact: { email } }] };
// @ts-expect-error Personal<"email", string>' is not assignable to type 'Safe<
export const asJson: Reply = { json: { email } };
// @ts-expect-error Personal<"email", string>' is not assignable to type 'string'
export const asText: Reply = { text: email };
// @ts-expect-error Personal<"name", string>' is not assignable to type 'string'
export const asTitle: Reply = { page: 'home', title: name };
// @ts-expect-error Personal<"name", string>' is not assignable to parameter of type 'Safe<
tellRoom(name);
// @ts-expect-error Personal<"email", string>' is not assignable to type 'Released<
export const toAnybody: Parcel = { bytes, to: email };
// @ts-expect-error Personal<"name", string>' is missing the following properties from type 'Buffer
export const asLetter: Parcel = { to: toRelay, bytes: name };
// @ts-expect-error Personal<"name", string>' is not assignable to type
log.info('person.seen', { name });
// @ts-expect-error Personal<"email", string>' is not assignable to parameter of type 'string'
log.info(email);
// @ts-expect-error Personal<"email", string>' is not assignable to parameter of type 'string | number | boolean'
export const inAddress = encodeURIComponent(email);

// A value is good for those whom it was opened for.
// @ts-expect-error Released<"host", string>' is not assignable to parameter of type 'Safe<"participants">'
tellRoom(toHost);
// @ts-expect-error Released<"processor", string>' is not assignable to type 'Safe<
export const relayOnPage: PageModel = { email: toRelay };
// @ts-expect-error Released<"authority", string>' is not assignable to type 'Safe<
export const courtOnPage: PageModel = { email: toCourt };
// @ts-expect-error Released<"host", string>' is not assignable to type 'Safe<"self">'
export const hostAsJson: Reply = { json: { email: toHost } };
// @ts-expect-error Released<"staff", string>' is not assignable to type 'Released<"processor" | "us", string>'
export const toOurStaff: Parcel = { bytes, to: toStaff };
// @ts-expect-error Released<"participants", string>' is not assignable to type
log.info('name.shown', { name: toParticipants });
// @ts-expect-error '"host"' is not assignable to type '"participants"'
export const widened: Released<'participants'> = toHost;

// Whoever opens a value shows why.
const to = 'somebody';
// @ts-expect-error Property 'proof' is missing
await release(parts, tx, 'share-email-with-host', { value: email, to });
// @ts-expect-error Property 'optIn' is missing
await release(parts, tx, 'share-email-with-host', { value: email, to, proof: {} });
// @ts-expect-error 'requested' does not exist in type
await release(parts, tx, 'share-email-with-host', { value: email, to, proof: { requested: 'webinar' } });
// @ts-expect-error 'optIn' does not exist in type
await release(parts, tx, 'relay-letters', { value: email, to, proof: { optIn } });
// @ts-expect-error 'processor' does not exist in type
await release(parts, tx, 'tell-host-who-came', { value: name, to, proof: { processor } });
// @ts-expect-error 'requested' does not exist in type
await release(parts, tx, 'release-lawfully', { value: name, to, proof: { requested: 'a letter' } });
// @ts-expect-error 'requested' does not exist in type
await release(parts, tx, 'tell-organiser', { value: answers, to, proof: { requested: 'a survey' } });
// @ts-expect-error 'act' does not exist in type 'OptIn'
await release(parts, tx, 'share-email-with-host', { value: email, to, proof: { optIn: { act: 'acknowledge' } } });
// @ts-expect-error Type 'boolean' is not assignable to type 'OptIn'
await releaseAll(parts, tx, 'show-name-to-attendees', [{ value: name, to, proof: { optIn: true } }]);

// A rule opens what it names, for whom it names.
// @ts-expect-error '"email"' is not assignable to type '"attendance" | "name"'
await release(parts, tx, 'tell-host-who-came', { value: email, to, proof: { requested: 'webinar' } });
// @ts-expect-error '"phone"' is not assignable to type '"email"'
await release(parts, tx, 'share-email-with-host', { value: phone, to, proof: { optIn } });
// @ts-expect-error 'string' is not assignable to type 'Personal<"name"
await release(parts, tx, 'name-host', { value: 'Ada', to, proof: { requested: 'webinar' } });
// @ts-expect-error '"sell"' is not assignable to parameter of type
await release(parts, tx, 'sell', { value: name, to, proof: { requested: 'money' } });
// @ts-expect-error '"show-own"' is not assignable to parameter of type
await release(parts, tx, 'show-own', { value: name, to, proof: { requested: 'page' } });
// @ts-expect-error '"run-service"' is not assignable to parameter of type
await release(parts, tx, 'run-service', { value: name, to, proof: { requested: 'page' } });
// @ts-expect-error '"phone"' is not assignable to type
compute('run-service', phone, (digits) => digits.length);
// @ts-expect-error '"share-email-with-host"' is not assignable to parameter of type
keepHere('share-email-with-host', email);
// @ts-expect-error '"share-email-with-host"' is not assignable to parameter of type
releasedBefore('share-email-with-host', email, { to, releaseId: 1n });
// @ts-expect-error 'string' is not assignable to parameter of type 'Personal<
showOwn('Ada', 'ada');
// @ts-expect-error 'string' is not assignable to type 'PersonId'
await look(parts, tx, [name], { by: 'dev', view: '/admin/people' });
// @ts-expect-error '"settings"' is not assignable to type
await look(parts, tx, [theme], { by: staff, view: '/admin/people' });

// Nobody makes a seal, a proof or a rule of their own.
// @ts-expect-error Constructor of class 'Personal<Category, Value>' is private
export const forged = new Personal('name', 'Ada', { about: 'ada', under: 1, via: 'form' });
// @ts-expect-error Constructor of class 'OptIn' is private
export const forgedOptIn = new OptInClass({});
// @ts-expect-error Constructor of class 'LiveProcessor' is private
export const forgedProcessor = new LiveProcessor(terms);
// @ts-expect-error Cannot create an instance of an abstract class
export const forgedOrder = new ApprovedOrder();
// @ts-expect-error is missing the following properties from type 'Personal<"name", string>': #value
export const lookAlike: Personal<'name'> = { category: 'name', about: 'ada', under: 1, via: 'form' };
// @ts-expect-error '"contacts"' is not assignable to type 'CollectionPoint'
export const fifthMoment = seal('name', 'Ada', { about: 'ada', under: 1, via: 'contacts' });
// @ts-expect-error Property 'via' is missing
export const withoutMoment = seal('name', 'Ada', { about: 'ada', under: 1 });
// @ts-expect-error is not assignable to type
export const unlisted: RuleName = 'sell-addresses';

// What everybody in a room hears holds no name that was opened for its host.
declare const chatLine: RoomChatLine;
declare const whoIsHere: Required<RoomChanges>['people'];
// @ts-expect-error Released<"host", string>' is not assignable to type 'Released<"participants", string>'
export const hostNameInChat: RoomChatLine = { ...chatLine, name: toHost };
// @ts-expect-error is not assignable to type 'never'
export const hostListToAll: Word<'everybody'>['changes'] = { version: 1, people: whoIsHere };

// An issue goes to those who want it, and to nobody else.
void queueIssue(parts, tx, issue, [wantsNews]);
// @ts-expect-error Type 'string' is not assignable to type 'Consenting<
void queueIssue(parts, tx, issue, ['ada@anymeeting.example']);
// @ts-expect-error is missing the following properties from type 'Consenting<
void queueIssue(parts, tx, issue, [email]);
// @ts-expect-error Property '#addressHash' is missing in type
void queueIssue(parts, tx, issue, [{ audience: 'newsletter' as const, mailbox: email, addressHash: 'h' }]);
