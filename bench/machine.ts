import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** The media worker gets a core of its own; servers, sockets and pretended browsers share the other. */
export const CORES = { worker: 0, rest: 1 };

export const canPin = availableParallelism() > 1;

/** Keeps every thread of a process on one core. Does nothing where there is only one. */
export function pin(pid: number, core: number): void {
  if (canPin) execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)], { stdio: 'ignore' });
}

/** Microseconds of CPU that all threads of a process have used, to the nanosecond the kernel counts in. */
export function cpuMicros(pid: number): number {
  const nanos = readdirSync(`/proc/${pid}/task`).map((tid) =>
    Number(readFileSync(`/proc/${pid}/task/${tid}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanos.reduce((sum, each) => sum + each, 0) / 1000;
}

/** Hundredths of a second that the machine below took from us, all cores together. */
export const stolen = (): number => Number(readFileSync('/proc/stat', 'utf8').split('\n')[0]?.trim().split(/\s+/)[8] ?? 0);

/** CPU microseconds of a fixed piece of work. It grows when the core is slowed down, not when others want it too. */
export function spin(): number {
  const before = process.threadCpuUsage();
  let sum = 0;
  for (let i = 0; i < SPIN_ROUNDS; i += 1) sum = Math.imul(sum ^ i, 0x01000193);
  const { user, system } = process.threadCpuUsage(before);
  return sum === 1 ? 0 : user + system;
}

/** About a tenth of a second. */
const SPIN_ROUNDS = 80_000_000;

export function describeMachine(): string {
  const [first, ...others] = cpus();
  return `${others.length + 1} × ${first?.model.trim() ?? 'unknown core'}, Linux, Node ${process.versions.node}`;
}
