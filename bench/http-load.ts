import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Asks for one page again and again over kept connections, each waiting for its answer. Reads only what it must. */
export type LoadTask = { url: string; cookie?: string; connections: number; forMs: number };
export type LoadResult = { answers: number };

const END_OF_HEADERS = Buffer.from('\r\n\r\n');

process.on('message', (task: Partial<LoadTask>) => {
  if (task.url === undefined) process.send?.({});
  else void load(task as LoadTask).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());

async function load({ url, cookie, connections, forMs }: LoadTask): Promise<LoadResult> {
  const { hostname, port, host, pathname } = new URL(url);
  const cookies = cookie === undefined ? '' : `Cookie: ${cookie}\r\n`;
  const request = `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/html\r\n${cookies}\r\n`;
  const answers = { count: 0 };
  const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname));

  for (const socket of sockets) askAgain(socket, request, answers);
  await wait(forMs);
  for (const socket of sockets) socket.destroy();
  return { answers: answers.count };
}

function askAgain(socket: Socket, request: string, answers: { count: number }): void {
  let held = Buffer.alloc(0);
  let missing = 0;

  socket.on('error', (error) => {
    throw error;
  });
  socket.on('data', (chunk) => {
    if (missing === 0) {
      held = Buffer.concat([held, chunk]);
      const end = held.indexOf(END_OF_HEADERS);
      if (end === -1) return;
      missing = lengthOf(held.toString('latin1', 0, end)) - (held.length - end - END_OF_HEADERS.length);
      held = Buffer.alloc(0);
    } else {
      missing -= chunk.length;
    }
    if (missing > 0) return;
    answers.count += 1;
    socket.write(request);
  });
  socket.write(request);
}

function lengthOf(headers: string): number {
  const length = /\r\ncontent-length: (\d+)/i.exec(headers)?.[1];
  if (!headers.startsWith('HTTP/1.1 200 ') || length === undefined)
    throw new Error(`Not a page: ${headers.split('\r\n')[0]}`);
  return Number(length);
}
