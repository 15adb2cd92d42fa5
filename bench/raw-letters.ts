import { connect, type Socket } from 'node:net';

/** The same bytes, written as fast as SMTP lets anybody: each letter's envelope goes with the end of the one before. */
export type RawTask = { port: number; letter: string; letters: number; connections: number };
export type RawResult = { letters: number; seconds: number };

process.on('message', (task: Partial<RawTask>) => {
  if (task.letter === undefined) process.send?.({});
  else void write(task as RawTask).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());

async function write({ port, letter, letters, connections }: RawTask): Promise<RawResult> {
  const begun = performance.now();
  const left = { letters };
  await Promise.all(Array.from({ length: connections }, () => writeOn(connect(port, '127.0.0.1'), letter, left)));
  return { letters, seconds: (performance.now() - begun) / 1000 };
}

const ENVELOPE = 'MAIL FROM:<hello@anymeeting.example>\r\nRCPT TO:<somebody@example.org>\r\nDATA\r\n';
const QUIT = 'QUIT\r\n';

function writeOn(socket: Socket, letter: string, left: { letters: number }): Promise<void> {
  const whole = `${letter}\r\n.\r\n`;
  socket.setNoDelay();
  return new Promise((resolve, reject) => {
    let heard = '';
    let greeted = false;
    const next = () => {
      left.letters -= 1;
      return left.letters >= 0 ? ENVELOPE : QUIT;
    };
    socket.on('error', reject).on('close', () => resolve());
    const hear = (line: string) => {
      if (line.startsWith('220')) socket.write('EHLO raw\r\n');
      else if (!greeted && line.startsWith('250 ')) {
        greeted = true;
        socket.write(next());
      } else if (line.startsWith('354')) {
        const then = next();
        socket.write(whole + then);
        if (then === QUIT) socket.end();
      }
    };
    socket.on('data', (chunk) => {
      const lines = (heard + chunk.toString('latin1')).split('\r\n');
      heard = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
  });
}
