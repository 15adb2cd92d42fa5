import type { Socket } from './egress.ts';

/** One answer of a mail server: its code, and what each of its lines says after it. */
export type Reply = { code: number; lines: readonly string[] };

/** A conversation over one connection. Answers come in the order of what was said; several things may be said at once. */
export type Talk = {
  say(words: string | Buffer): void;
  /** The next answer. Rejects where the connection ends first. */
  heard(): Promise<Reply>;
  readonly open: boolean;
  /** Lets go of the connection at once. */
  end(): void;
  /** Gives the connection back, for TLS to be spoken over it. Throws where something was said too early. */
  giveBack(): Socket;
};

/** No honest answer is longer. */
const MOST_CHARACTERS = 8_192;

/** Speaks SMTP over this socket, until nothing was heard for so long. */
export function openTalk(socket: Socket, patienceMs: number): Talk {
  const heard: Reply[] = [];
  const waiting: PromiseWithResolvers<Reply>[] = [];
  let open = true;
  let rest = '';
  let lines: string[] = [];

  function end(): void {
    open = false;
    socket.destroy();
    for (const each of waiting.splice(0)) each.reject(new Error('The connection ended.'));
  }
  function hear(chunk: Buffer): void {
    const pieces = (rest + chunk.toString('latin1')).split(/\r?\n/);
    rest = pieces.pop() ?? '';
    if (rest.length > MOST_CHARACTERS) end();
    for (const piece of pieces) if (open) hearLine(piece);
  }
  function hearLine(line: string): void {
    const [, code, more, words = ''] = /^(\d{3})([ -]|$)(.*)$/.exec(line) ?? [];
    lines.push(words);
    if (code === undefined || lines.join('').length > MOST_CHARACTERS) end();
    else if (more !== '-') {
      const reply = { code: Number(code), lines };
      lines = [];
      const next = waiting.shift();
      if (next === undefined) heard.push(reply);
      else next.resolve(reply);
    }
  }

  socket.setNoDelay().setTimeout(patienceMs);
  socket.on('timeout', end).on('error', end).on('close', end).on('data', hear);
  return {
    get open() {
      return open;
    },
    say(words) {
      // An answer to nothing: the relay says goodbye, and would be misheard from here on.
      if (heard.length > 0) end();
      else socket.write(words);
    },
    heard() {
      const next = Promise.withResolvers<Reply>();
      const reply = heard.shift();
      if (reply !== undefined) next.resolve(reply);
      else if (open) waiting.push(next);
      else next.reject(new Error('The connection ended.'));
      return next.promise;
    },
    end,
    giveBack() {
      socket.off('timeout', end).off('error', end).off('close', end).off('data', hear).setTimeout(0);
      if (rest === '' && heard.length === 0) return socket;
      socket.destroy();
      throw new Error('Something was said before it could be said in private.');
    },
  };
}

/** Says one thing and waits for its answer, which must begin with one of these digits. */
export async function ask(talk: Talk, words: string, wanted: number): Promise<Reply> {
  const answer = talk.heard();
  talk.say(`${words}\r\n`);
  return expected(await answer, wanted);
}

/** Throws where the answer is of another kind than 2 or 3. What the relay said is not repeated: it may quote what we said. */
export function expected(reply: Reply, wanted: number): Reply {
  if (Math.floor(reply.code / 100) === wanted) return reply;
  throw new Error(`The relay answered ${reply.code}.`);
}
