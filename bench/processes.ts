import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CORES, pin } from './machine.ts';

/**
 * Starts a program of this folder in a process of its own, tells it its task, and waits for the first thing it says. It stays
 * away from the core of the media worker; where there is no media, `everyCore` leaves it all of them.
 */
export async function startProcess<Hello>(
  file: string,
  task: object = {},
  { everyCore = false } = {},
): Promise<{ child: ChildProcess; hello: Hello }> {
  const child = fork(join(import.meta.dirname, file), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  if (child.pid !== undefined && !everyCore) pin(child.pid, CORES.rest);
  child.send(task);
  return { child, hello: await Promise.race([said<Hello>(child), ended(child, file)]) };
}

/** The next thing it says. */
export async function said<T>(child: ChildProcess): Promise<T> {
  const [message]: T[] = await once(child, 'message');
  if (message === undefined) throw new Error('A process said nothing.');
  return message;
}

/** It closes what it opened when we hang up. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || !child.connected) return;
  const exit = once(child, 'exit');
  child.disconnect();
  await exit;
}

async function ended(child: ChildProcess, file: string): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`${file} ended with ${code} before it was ready.`);
}
