import type { Request, RequestName } from '../../../protocol/room-messages.ts';
import type { Memory } from '../remember/memory.ts';
import { type Ask, Refused } from './connection.ts';

type Parts = { memory: Memory; ask: Ask };
type Act = 'raise-hand' | 'lower-hand' | 'promote' | 'demote' | 'mute' | 'remove' | 'go-live' | 'end' | 'open-roster';

let lastLocalId = 0;

/** Asks the room for something a person pressed a button for; a no is shown to them. True when it was done. */
export async function act<Name extends Act>(
  { memory, ask }: Parts,
  name: Name,
  request: Request<Name>,
): Promise<boolean> {
  try {
    await ask<RequestName>(name, request);
    return true;
  } catch (error) {
    sayNo(memory, error);
    return false;
  }
}

function sayNo(memory: Memory, error: unknown): void {
  const words = error instanceof Refused ? error.message : 'That did not work. Try again.';
  memory.tell({ type: 'notice', words, tone: 'warn' });
}

/** Agrees to stand in the list of who is here, or does not, or takes it back; the person gets their receipt. */
export async function showName({ memory, ask }: Parts, shown: boolean): Promise<void> {
  try {
    const { receipt } = await ask('show-name', { shown });
    const done = shown ? 'Your name is in the list now.' : 'Your name is not in the list any more.';
    if (receipt !== null) memory.tell({ type: 'notice', words: `${done} Your receipt: ${receipt}.`, tone: 'plain' });
  } catch (error) {
    sayNo(memory, error);
  }
}

/** Says a line. It stands in the chat at once, and stays with its text if it could not be sent. */
export async function say(parts: Parts, text: string): Promise<void> {
  lastLocalId += 1;
  await send(parts, lastLocalId, text);
}

/** Tries a line that was kept once more. */
export async function sayAgain(parts: Parts, { localId, text }: { localId: number; text: string }): Promise<void> {
  await send(parts, localId, text);
}

async function send({ memory, ask }: Parts, localId: number, text: string): Promise<void> {
  memory.tell({ type: 'saying', localId, text });
  try {
    const { chatId } = await ask('say', { text });
    memory.tell({ type: 'said', localId, chatId });
  } catch (error) {
    const why = error instanceof Refused ? error.message : 'It was not sent.';
    memory.tell({ type: 'not-said', localId, why });
  }
}
