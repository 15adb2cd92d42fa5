import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CORES, pin } from './machine.ts';

/** Starts a server of this folder in a process of its own and waits for the first thing it says. */
export async function startServerProcess<Hello>(file: string): Promise<{ child: ChildProcess; hello: Hello }> {
  const child = fork(join(import.meta.dirname, file), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [hello] = await Promise.race([once(child, 'message'), ended(child, file)]);
  if (child.pid !== undefined) pin(child.pid, CORES.rest);
  return { child, hello };
}

/** The child closes what it opened when we hang up. */
export async function stopServerProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.disconnect();
  await once(child, 'exit');
}

async function ended(child: ChildProcess, file: string): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`${file} ended with ${code} before it was ready.`);
}
