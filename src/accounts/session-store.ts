import { createHash } from 'node:crypto';
import { callbackify } from 'node:util';
import { type SessionData, Store } from 'express-session';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import type { PersonId } from '../platform/ids.ts';
import { seenLongAgo, sessionEnd } from './rules.ts';
import { deleteSession, findSession, putSession, setSeen } from './store.ts';

type StoreParts = { db: Db; clock: Clock };

/** The name of a session in the table: SHA-256 of what the cookie holds, so that a copy of the table opens nothing. */
export const sessionKey = (sid: string): string => createHash('sha256').update(sid).digest('base64url');

/** What express-session keeps its sessions in. A session ends a week after its last use, and a month after its first. */
export const openSessionStore = (parts: StoreParts): Store => new SessionStore(parts);

class SessionStore extends Store {
  readonly #parts: StoreParts;

  constructor(parts: StoreParts) {
    super();
    this.#parts = parts;
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void): void {
    callbackify(() => read(this.#parts, sessionKey(sid)))(done);
  }

  override set(sid: string, session: SessionData, done: (error?: unknown) => void = () => {}): void {
    callbackify(() => write(this.#parts, sessionKey(sid), session))(done);
  }

  override destroy(sid: string, done: (error?: unknown) => void = () => {}): void {
    callbackify(() => deleteSession(this.#parts.db, sessionKey(sid)))(done);
  }

  /** Reading counts as use, so there is nothing left to do at the end of a request. */
  override touch(_sid: string, _session: SessionData, done: () => void = () => {}): void {
    done();
  }
}

async function read({ db, clock }: StoreParts, key: string): Promise<SessionData | null> {
  const now = clock();
  const row = await findSession(db, key, now);
  if (row === null) return null;

  if (seenLongAgo(row.seenAt, now)) await setSeen(db, key, now, sessionEnd(row.createdAt, now));
  return row.data as SessionData;
}

/** Only a session that holds something is kept; a visitor leaves no row. */
async function write({ db, clock }: StoreParts, key: string, session: SessionData): Promise<void> {
  const data = JSON.parse(JSON.stringify(session)) as Kept;
  const isEmpty = Object.keys(data).every((name) => name === 'cookie');
  const now = clock();

  if (isEmpty) await deleteSession(db, key);
  else
    await putSession(db, {
      id: key,
      personId: data.passport?.user ?? null,
      data,
      createdAt: now,
      seenAt: now,
      expiresAt: sessionEnd(now, now),
    });
}

/** Where Passport keeps who is signed in. */
type Kept = { cookie: object; passport?: { user?: PersonId } };
