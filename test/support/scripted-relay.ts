import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** `ANSWERED` is told when the last answer is out, and nothing more is said then. */
export type Moment = 'MAIL' | 'RCPT' | 'DATA' | 'END' | 'ANSWERED';
/** What the relay answers, or `drop` where it hangs up instead. */
type Answer = string;
/** Nothing for what a relay that takes everything would say. */
export type Script = (moment: Moment, to: string) => Answer | undefined | Promise<Answer | undefined>;

/** A mail relay of tests: it says what the script says, and writes down what was handed over to it. */
export type ScriptedRelay = {
  url: string;
  /** Each letter that came whole, whatever was answered. */
  came: { to: string; messageId: string }[];
  /** To whom the relay began to take a letter, in that order. */
  begun: string[];
  script: Script;
  connections(): number;
  close(): Promise<void>;
};

const USUAL: Record<Exclude<Moment, 'ANSWERED'>, string> = {
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  END: '250 2.0.0 taken',
};

export async function openScriptedRelay(script: Script = () => undefined, port = 0): Promise<ScriptedRelay> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay().on('error', () => {}));
    socket.on('close', () => sockets.delete(socket));
    socket.write('220 relay.example\r\n');
    void converse(socket, relay);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const relay: ScriptedRelay = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    came: [],
    begun: [],
    script,
    connections: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return relay;
}

async function converse(socket: Socket, relay: ScriptedRelay): Promise<void> {
  let to = '';
  let refused = false;
  let rest = '';
  let inData = false;

  async function say(moment: Exclude<Moment, 'ANSWERED'>): Promise<boolean> {
    const answer = (await relay.script(moment, to)) ?? USUAL[moment];
    if (answer === 'drop') socket.destroy();
    else socket.write(`${answer}\r\n`);
    return /^[23]/.test(answer);
  }
  async function hear(line: string): Promise<void> {
    if (/^EHLO/i.test(line)) socket.write('250-relay.example\r\n250 PIPELINING\r\n');
    else if (/^MAIL/i.test(line)) refused = !(await say('MAIL'));
    else if (refused) socket.write('503 not after that\r\n');
    else if (/^RCPT/i.test(line)) {
      to = /<(.*)>/.exec(line)?.[1] ?? '';
      refused = !(await say('RCPT'));
    } else if (/^DATA/i.test(line)) {
      relay.begun.push(to);
      inData = await say('DATA');
    } else socket.write('250 ok\r\n');
  }

  try {
    for await (const chunk of socket) {
      rest += String(chunk);
      for (let end = endOf(rest, inData); end >= 0; end = endOf(rest, inData)) {
        const piece = rest.slice(0, end);
        rest = rest.slice(end);
        if (inData) {
          inData = false;
          relay.came.push({ to, messageId: /^Message-ID: (.*)$/im.exec(piece)?.[1]?.trim() ?? '' });
          await say('END');
          await relay.script('ANSWERED', to);
        } else await hear(piece.trimEnd());
      }
    }
  } catch {
    // Whoever spoke to us was killed, which is what some tests are about.
  }
}

/** Where the command ends, or the letter. */
function endOf(text: string, inData: boolean): number {
  const mark = inData ? '\r\n.\r\n' : '\r\n';
  const at = text.indexOf(mark);
  return at < 0 ? -1 : at + mark.length;
}
