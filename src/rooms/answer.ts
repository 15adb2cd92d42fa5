import { notAllowed, Refusal } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { Answer, Request, RequestName } from '../protocol/room-messages.ts';
import type { Message, Present } from './message.ts';
import { messages } from './messages/table.ts';
import type { RoomAnswers } from './names.ts';

type Parts = { log: Log };

/**
 * What comes back for one message: parsed, checked and done in the same steps for every name. Never throws; a refusal
 * becomes a typed answer, and a bug is written down without any value and answered with `bug`.
 */
export async function answer(parts: Parts, present: Present, [name, ...args]: unknown[]): Promise<Answer<unknown>> {
  try {
    if (!isName(name)) throw new Refusal('not-found');
    return { ok: true, value: await settle(messages[name], present, { name, args }) };
  } catch (error) {
    if (!(error instanceof Refusal)) parts.log.error('room.message-failed', error, { message: String(name) });
    return refused(error instanceof Refusal ? error : new Refusal('bug'));
  }
}

export function refused({ code, message, retryAfter }: Refusal): Answer<never> {
  return { ok: false, code, message, ...(retryAfter !== undefined && { retryAfter }) };
}

async function settle<Name extends RequestName>(
  message: Message<Name>,
  present: Present,
  { name, args }: { name: string; args: unknown[] },
): Promise<RoomAnswers[Name]> {
  const input = message.input.safeParse(args[0]);
  if (!input.success || args.length !== 1)
    throw new Refusal('invalid', { sentence: 'That message was not understood.' });

  checkStanding(message, present);
  if (message.allowed?.(present, input.data) === false) throw notAllowed();
  checkRate(message, present, name);
  return await handled(message, present, input.data);
}

async function handled<Name extends RequestName>(message: Message<Name>, present: Present, input: Request<Name>) {
  try {
    return await message.handle(present, input);
  } catch (error) {
    // Media that is taken away while it is being made fails in the worker. That is no bug: the host was quicker.
    checkStanding(message, present);
    throw error;
  }
}

function checkStanding(message: Pick<Message<RequestName>, 'states' | 'roles'>, present: Present): void {
  checkPresence(present);
  checkState(message, present);
  checkRole(message, present);
}

function checkPresence({ attendee, room, isCurrent }: Present): void {
  if (attendee.presence === 'removed') throw new Refusal('removed');
  else if (room.state === 'ended') throw new Refusal('room-ended');
  else if (!isCurrent()) throw new Refusal('moved');
}

function checkState({ states }: Pick<Message<RequestName>, 'states'>, { room }: Present): void {
  if (!states.includes(room.state)) throw new Refusal('wrong-state');
}

function checkRole({ roles }: Pick<Message<RequestName>, 'roles'>, { attendee }: Present): void {
  const standing = attendee.presence === 'here' ? attendee.role : 'newcomer';
  if (roles.includes(standing)) return;
  else if (standing === 'newcomer') throw new Refusal('join-first');
  else throw notAllowed();
}

function checkRate({ rate }: Pick<Message<RequestName>, 'rate'>, { attendee, now }: Present, name: string): void {
  const retryAfter = attendee.pace.take(name, rate, now());
  if (retryAfter > 0) throw new Refusal('too-many', { retryAfter });
}

const isName = (name: unknown): name is RequestName => typeof name === 'string' && Object.hasOwn(messages, name);
