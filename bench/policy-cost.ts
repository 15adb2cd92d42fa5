import { setTimeout as sleep } from 'node:timers/promises';
import { Chat } from './chat.ts';
import type { Row } from './figures.ts';
import type { LoadResult, LoadTask } from './http-load.ts';
import { interleave } from './interleave.ts';
import { CORES, cpuMicros, pin } from './machine.ts';
import type { PolicyHello } from './policy-server.ts';
import { said, startProcess, stopProcess } from './processes.ts';

const PAIRS = 8;
const GATE = { at: 'most', ratio: 1.05 } as const;

/** A signed-in page and a line in the chat may cost this much more with the policy layer than without it. */
const PAGE = '/webinars';
const WINDOW_MS = 1_500;
const CONNECTIONS = 16;
/** Until the code has been compiled for good. */
const WARM_UP_MS = 5_000;

/** Lines in one measurement. Everybody may write ten at once and one every two seconds. */
const LINES = 1_200;
const WARM_UP_LINES = 600;
/** One line more than this is refused on a fast machine, so each measurement waits until everybody may write again. */
const SECONDS_A_LINE = 2;
/** How many are under way at once. */
const AT_ONCE = 10;

type Side = { hello: PolicyHello; pid: number; stop(): Promise<void> };

/** Microseconds of CPU for a page and for a chat line, with the policy layer and with stand-ins that check nothing. */
export async function policyCost(): Promise<Row[]> {
  const sides = [await open({}), await open({ without: true })] as const;
  await mustAnswerAlike(sides);
  const rows = [await pages(sides), await messages(sides)];
  await Promise.all(sides.map((side) => side.stop()));
  return rows;
}

async function open(task: { without?: true }): Promise<Side> {
  const { child, hello } = await startProcess<PolicyHello>('policy-side.ts', task);
  const pid = child.pid ?? 0;
  // Each has this core to itself while the other one rests.
  pin(pid, CORES.worker);
  return { hello, pid, stop: () => stopProcess(child) };
}

/** Without the same page on both sides the comparison would be about something else. */
async function mustAnswerAlike(sides: readonly Side[]): Promise<void> {
  const pages = await Promise.all(
    sides.map(async ({ hello: { url, cookie } }) => (await fetch(url + PAGE, { headers: { cookie } })).text()),
  );
  const [ours, baseline] = pages.map((html) => html.replaceAll(/nonce="[^"]+"|[0-9a-z]{5}-[0-9a-z]{5}/g, ''));
  if (ours !== baseline) throw new Error('The two sides do not answer with the same page.');
}

async function pages([ours, baseline]: readonly [Side, Side]): Promise<Row> {
  const load = await startProcess('http-load.ts');
  const costOf = async ({ hello: { url, cookie }, pid }: Side, forMs = WINDOW_MS): Promise<number> => {
    const before = cpuMicros(pid);
    load.child.send({ url: url + PAGE, cookie, connections: CONNECTIONS, forMs } satisfies LoadTask);
    const { answers } = await said<LoadResult>(load.child);
    return (cpuMicros(pid) - before) / answers;
  };

  await costOf(ours, WARM_UP_MS);
  await costOf(baseline, WARM_UP_MS);
  const measured = await interleave(
    PAIRS,
    () => costOf(ours),
    () => costOf(baseline),
  );
  await stopProcess(load.child);
  return {
    name: 'policy: page',
    unit: 'µs/page',
    pairs: measured.pairs,
    gate: GATE,
    remarks: [`${PAGE} of somebody signed in, the server’s own CPU`, ...measured.remarks],
  };
}

async function messages(sides: readonly [Side, Side]): Promise<Row> {
  const halls = [await Hall.fill(sides[0]), await Hall.fill(sides[1])] as const;
  for (const hall of halls) await hall.costOf(WARM_UP_LINES);
  const measured = await interleave(
    PAIRS,
    () => halls[0].costOf(LINES),
    () => halls[1].costOf(LINES),
  );
  for (const hall of halls) hall.leave();
  return {
    name: 'policy: message',
    unit: 'µs/line',
    pairs: measured.pairs,
    gate: GATE,
    remarks: [`a line in the chat, told to ${sides[0].hello.guestTokens.length} guests`, ...measured.remarks],
  };
}

/** A room whose guests write no faster than they may. */
class Hall {
  readonly #pid: number;
  readonly #chat: Chat;
  #readyAt = 0;

  static fill = async ({ hello, pid }: Side): Promise<Hall> => new Hall(pid, await Chat.fill(hello));

  private constructor(pid: number, chat: Chat) {
    this.#pid = pid;
    this.#chat = chat;
  }

  /** Microseconds of the server for each line, everybody having been told of it. */
  async costOf(lines: number): Promise<number> {
    await sleep(this.#readyAt - Date.now());
    this.#readyAt = Date.now() + (1000 * SECONDS_A_LINE * lines) / this.#chat.size;
    const before = cpuMicros(this.#pid);
    let left = lines;
    const write = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.#chat.write();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, write));
    return (cpuMicros(this.#pid) - before) / lines;
  }

  leave(): void {
    this.#chat.leave();
  }
}
