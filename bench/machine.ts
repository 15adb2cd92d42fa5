import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** The media worker gets a core of its own; servers, sockets and pretended browsers share the other. */
export const CORES = { worker: 0, rest: 1 };

export const canPin = availableParallelism() > 1;

/** Keeps every thread of a process on one core. Does nothing where there is only one. */
export function pin(pid: number, core: number): void {
  // A thread that ends just now makes taskset complain; the others are moved all the same.
  if (canPin) spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)]);
}

/** Microseconds of CPU that all threads of a process have used, as exactly as the kernel counts. */
export function cpuMicros(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`).map((tid) =>
    readFileSync(`/proc/${pid}/task/${tid}/schedstat`, 'utf8'),
  );
  return sum(threads.map((thread) => Number(thread.split(' ')[0]))) / 1000;
}

/** CPU microseconds of a fixed piece of work. It grows when the core is slowed down, not when others want it too. */
export function spin(): number {
  const before = process.threadCpuUsage();
  let value = 0;
  for (let i = 0; i < SPIN_ROUNDS; i += 1) value = Math.imul(value ^ i, 0x01000193);
  const { user, system } = process.threadCpuUsage(before);
  return Number.isInteger(value) ? user + system : 0;
}

/** About a tenth of a second: long enough to feel another pace of the core. */
const SPIN_ROUNDS = 60_000_000;

/** Hundredths of a second since the machine started, all cores together. */
export type Times = {
  /** Taken by the machine below ours. */
  stolen: number;
  /** Used by programs that are no part of this run. */
  foreign: number;
};

export function machineTimes(): Times {
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0, stolen = 0] = firstLine('/proc/stat')
    .replace(/^cpu +/, '')
    .split(' ')
    .map(Number);
  return { stolen, foreign: user + nice + system + interrupts + softInterrupts - ownTimes() };
}

/** What this process and everything that it started have used. */
function ownTimes(): number {
  const all = new Map(readdirSync('/proc').flatMap(processFacts));
  const isOwn = (pid: number): boolean => pid === process.pid || (all.has(pid) && isOwn(all.get(pid)?.parent ?? 0));
  return sum([...all].map(([pid, { times }]) => (isOwn(pid) ? times : 0)));
}

function processFacts(name: string): [number, { parent: number; times: number }][] {
  try {
    // The name of the program stands in brackets and may hold anything, so reading begins behind it.
    const fields = firstLine(`/proc/${Number(name)}/stat`)
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    return [[Number(name), { parent: fields[1] ?? 0, times: (fields[11] ?? 0) + (fields[12] ?? 0) }]];
  } catch {
    // It is no process, or it has ended meanwhile.
    return [];
  }
}

export function describeMachine(): string {
  const [first, ...others] = cpus();
  const pinned = canPin ? 'on a core of its own' : 'on the one core there is';
  return [
    `${others.length + 1} × ${first?.model.trim() ?? 'unknown core'}, Linux, Node ${process.versions.node}`,
    `media worker: ${process.env.MEDIA_WORKER_KIND ?? 'not known how it came'}, ${pinned}`,
  ].join('; ');
}

const firstLine = (path: string): string => readFileSync(path, 'utf8').split('\n')[0] ?? '';
const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
