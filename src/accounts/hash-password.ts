import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Refusal } from '../platform/errors.ts';

/** OWASP's first choice for argon2id. More memory or passes hurt us as much as an attacker: about 50 ms of one core. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };

/** One core is left for pages, sound and picture however many people sign in at once. */
const AT_ONCE = Math.max(1, availableParallelism() - 1);
/** A longer queue would only let people wait longer for the same refusal: fifty are two to three seconds. */
const MOST_WAITING = 50;

const waiting: (() => void)[] = [];
let running = 0;
let most = 0;
let done = 0;

/** What hashing costs right now, and has cost since the start. The cores belong to the process, and so does the queue. */
export const hashingLoad = () => ({ atOnce: AT_ONCE, running, waiting: waiting.length, most, done });

/** An argon2id hash in the PHC format. Refuses with `unavailable` when too many wait already. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, salt, COST);
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Whether the password fits. Without a hash it works as long and says no, so that the time tells nobody who has an account. */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const { salt, tag, cost } = read(hash ?? NOBODYS);
  const derived = await derive(password, salt, { ...cost, tagLength: tag.length });
  return timingSafeEqual(derived, tag) && hash !== undefined;
}

/** The hash of a password that nobody has: salt and tag are zeros. */
const NOBODYS = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(Buffer.alloc(16))}$${unpadded(Buffer.alloc(32))}`;

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function read(hash: string) {
  const parts = PHC.exec(hash);
  if (parts === null) throw new Error('A stored password hash is not in the PHC format of argon2id.');

  const [, memory, passes, parallelism, salt = '', tag = ''] = parts;
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

async function derive(
  message: string,
  nonce: Buffer,
  cost: Omit<Argon2Parameters, 'message' | 'nonce'>,
): Promise<Buffer> {
  await turn();
  try {
    return await argon2id({ message, nonce, ...cost });
  } finally {
    handOn();
  }
}

/** Resolves when a core is free. */
async function turn(): Promise<void> {
  if (running < AT_ONCE) running += 1;
  else if (waiting.length < MOST_WAITING) await new Promise<void>((resolve) => waiting.push(resolve));
  else throw new Refusal('unavailable');
  most = Math.max(most, running);
}

/** The place goes to whoever waits longest; only when nobody does it becomes free. */
function handOn(): void {
  done += 1;
  const next = waiting.shift();
  if (next === undefined) running -= 1;
  else next();
}

const argon2id = (parameters: Argon2Parameters) =>
  new Promise<Buffer>((resolve, reject) =>
    argon2('argon2id', parameters, (error, tag) => (error === null ? resolve(tag) : reject(error))),
  );

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
