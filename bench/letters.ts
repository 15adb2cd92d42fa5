import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { LOW_PRIORITY } from '../src/letters/call-postman.ts';
import { Chat } from './chat.ts';
import { percentile, type Row } from './figures.ts';
import type { LetterHello } from './letter-server.ts';
import type { SinkCount, SinkHello } from './letter-sink.ts';
import { cpuMicros } from './machine.ts';
import { said, startProcess, stopProcess } from './processes.ts';
import type { RawResult } from './raw-letters.ts';

/** What the issue of a large site goes to. */
export const RECIPIENTS = 100_000;
const CONNECTIONS = 32;
const EVERY_CORE = { everyCore: true };
/** How long pages are looked at while nothing else happens. */
const IDLE_MS = 20_000;
const BETWEEN_PAGES_MS = 25;
/** A line for each guest in three seconds. */
const BETWEEN_LINES_MS = 50;
const LOOK_MS = 250;

/** From an hour's mailing of three million on one core, and what a small machine has to spare. */
const LEAST_PER_CORE = 833;
const MOST_MEGABYTES = 150;

/**
 * An issue to everybody, through the whole product and its own postman, against a program that writes the same bytes to the
 * same sink as fast as SMTP allows; and how long pages take meanwhile.
 */
export async function letters(recipients: number): Promise<Row[]> {
  const sink = await startProcess<SinkHello>('letter-sink.ts', {}, EVERY_CORE);
  const raw = await startProcess('raw-letters.ts', {}, EVERY_CORE);
  // The sink stands for a machine somewhere else, which takes nothing from those who wait for pages; and who is compared with
  // the postman makes way as it does.
  for (const { pid } of [sink.child, raw.child]) if (pid !== undefined) setPriority(pid, LOW_PRIORITY);
  const task = { sink: sink.hello.url, people: recipients, connections: CONNECTIONS };
  const server = await startProcess<LetterHello>('letter-server.ts', task, EVERY_CORE);
  const { url, cookie, letter } = server.hello;
  const chat = await Chat.fill(server.hello);
  const page = async (): Promise<void> => {
    const answer = await fetch(`${url}/webinars`, { headers: { cookie } });
    if (answer.status !== 200) throw new Error(`The page answered ${answer.status}.`);
    await answer.arrayBuffer();
  };
  const line = () => chat.write();
  const both = async (until: Promise<unknown>): Promise<Waited> => {
    const [pages, lines] = await Promise.all([
      timesOf(page, BETWEEN_PAGES_MS, until),
      timesOf(line, BETWEEN_LINES_MS, until),
    ]);
    return { pages, lines };
  };

  const baseline = async (): Promise<number> => {
    const few = Math.min(recipients, 20_000);
    raw.child.send({ port: sink.hello.port, letter, letters: few, connections: CONNECTIONS });
    const writing = said<RawResult>(raw.child);
    // In the same company as the postman.
    await both(writing);
    const { letters: written, seconds } = await writing;
    return written / seconds;
  };
  const arrived = async (): Promise<number> => {
    sink.child.send({ count: true });
    return (await said<SinkCount>(sink.child)).letters;
  };

  await both(wait(3_000));
  const idle = await both(wait(IDLE_MS));
  const crowded = await beside(() => both(wait(IDLE_MS)));
  const before = await baseline();
  const from = await arrived();
  server.child.send({});
  const leaving = watch(arrived, from, recipients);
  const busy = await both(leaving);
  const { perSecond, cpuSeconds, megabytes } = await leaving;
  const after = await baseline();

  chat.leave();
  for (const each of [server, raw, sink]) await stopProcess(each.child);
  const perCore = recipients / cpuSeconds;
  const remarks = [`${recipients.toLocaleString('en')} letters of ${letter.length} bytes, ${CONNECTIONS} connections`];
  return [
    {
      ...{ name: 'letters: rate', unit: 'letters/s', gate: { at: 'least', ratio: 0.3 }, remarks },
      pairs: [before, after].map((each) => ({ ours: perSecond, baseline: each })),
    },
    {
      ...{ name: 'letters: per core', unit: 'letters/s', gate: { at: 'least', ratio: 1 } },
      remarks: ['by the CPU of the postman alone; the database and the sink have theirs beside it'],
      pairs: [{ ours: perCore, baseline: LEAST_PER_CORE }],
    },
    {
      ...{
        name: 'letters: memory',
        unit: 'MB',
        gate: { at: 'most', ratio: 1 },
        remarks: ['the most the postman held'],
      },
      pairs: [{ ours: megabytes, baseline: MOST_MEGABYTES }],
    },
    {
      ...{ name: 'letters: page p99', unit: 'ms', gate: { at: 'most', ratio: 1.2 } },
      remarks: ['a page of somebody signed in, while letters leave and before', nextTo(crowded.pages)],
      pairs: [{ ours: percentile(busy.pages, 0.99), baseline: percentile(idle.pages, 0.99) }],
    },
    {
      ...{ name: 'letters: socket p99', unit: 'ms', gate: { at: 'most', ratio: 1.2 } },
      remarks: [`a line in the chat of a live room with ${chat.size} guests, until it is taken`, nextTo(crowded.lines)],
      pairs: [{ ours: percentile(busy.lines, 0.99), baseline: percentile(idle.lines, 0.99) }],
    },
  ];
}

type Leaving = { perSecond: number; cpuSeconds: number; megabytes: number };

/** Looks on until all have come. The rate counts from the first letter to the last. */
async function watch(arrived: () => Promise<number>, from: number, recipients: number): Promise<Leaving> {
  let began: number | undefined;
  let cpu = 0;
  let megabytes = 0;
  while (true) {
    const postman = postmanPid();
    if (postman !== undefined) {
      cpu = Math.max(cpu, cpuMicros(postman));
      megabytes = Math.max(megabytes, peakMegabytes(postman));
    }
    const come = (await arrived()) - from;
    if (come > 0) began ??= performance.now();
    if (come >= recipients && began !== undefined)
      return { perSecond: recipients / ((performance.now() - began) / 1000), cpuSeconds: cpu / 1e6, megabytes };
    await wait(LOOK_MS);
  }
}

function postmanPid(): number | undefined {
  const pid = readdirSync('/proc').find((each) => /^\d+$/.test(each) && fileOf(each, 'cmdline').includes('postman.ts'));
  return pid === undefined ? undefined : Number(pid);
}

const peakMegabytes = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(fileOf(`${pid}`, 'status'))?.[1] ?? 0) / 1024;

function fileOf(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // It ended while we looked.
    return '';
  }
}

/** Cores that share their innards slow each other down whatever runs on them. How much, says a loop at the priority of letters. */
async function beside<T>(work: () => Promise<T>): Promise<T> {
  const loop = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  if (loop.pid !== undefined) setPriority(loop.pid, LOW_PRIORITY);
  try {
    return await work();
  } finally {
    loop.kill('SIGKILL');
  }
}

const nextTo = (times: number[]): string =>
  `beside a program that does nothing but turn, at the same priority: ${percentile(times, 0.99).toFixed(0)} ms`;

type Waited = { pages: number[]; lines: number[] };

/** How many milliseconds each of these took, one after the other with a pause between, until the other thing is done. */
async function timesOf(work: () => Promise<void>, pauseMs: number, until: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  const done = new AbortController();
  void until.finally(() => done.abort());
  while (!done.signal.aborted) {
    const from = performance.now();
    await work();
    times.push(performance.now() - from);
    await wait(pauseMs);
  }
  return times;
}
