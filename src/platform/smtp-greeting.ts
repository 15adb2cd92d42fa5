import { inPrivate, type Socket } from './egress.ts';
import { ask, expected, openTalk, type Talk } from './smtp-talk.ts';

/** What a mail server said it can do, in the words of its answer to EHLO. */
export type Abilities = ReadonlyMap<string, readonly string[]>;

type Relay = {
  url: URL;
  /** Whom we say we are. */
  name: string;
  patienceMs: number;
};

/**
 * Greets a relay over this connection, in TLS where it can and always unless it is on this machine, and signs in where its address has a name and a
 * password. Rejects, and lets go of the connection, where the relay cannot prove its name or does not want us.
 */
export async function greet(socket: Socket, { url, name, patienceMs }: Relay): Promise<{ talk: Talk; can: Abilities }> {
  try {
    const isPrivate = url.protocol === 'smtps:';
    const whom = { host: url.hostname, timeoutMs: patienceMs };
    let talk = openTalk(isPrivate ? await inPrivate(socket, whom) : socket, patienceMs);
    expected(await talk.heard(), 2);
    let can = await hello(talk, name);
    if (!isPrivate && (can.has('STARTTLS') || !LOOPBACK.test(url.hostname))) {
      await ask(talk, 'STARTTLS', 2);
      talk = openTalk(await inPrivate(talk.giveBack(), whom), patienceMs);
      // What it said in the open is forgotten: anybody on the way could have said it.
      can = await hello(talk, name);
    }
    if (url.username !== '') await signIn(talk, can, url);
    return { talk, can };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

async function hello(talk: Talk, name: string): Promise<Abilities> {
  const { lines } = await ask(talk, `EHLO ${name}`, 2);
  return new Map(
    lines.slice(1).map((line) => {
      const [ability = '', ...words] = line.toUpperCase().split(' ');
      return [ability, words];
    }),
  );
}

async function signIn(talk: Talk, can: Abilities, { username, password }: URL): Promise<void> {
  const [name, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const ways = can.get('AUTH') ?? [];
  if (ways.includes('PLAIN')) await ask(talk, `AUTH PLAIN ${base64(`\0${name}\0${secret}`)}`, 2);
  else if (ways.includes('LOGIN')) {
    await ask(talk, 'AUTH LOGIN', 3);
    await ask(talk, base64(name), 3);
    await ask(talk, base64(secret), 2);
  } else throw new Error('The relay takes no name and password.');
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
