import { type Config, WrongConfig } from './config.ts';
import type { Log } from './log.ts';
import { appLogin } from './postgres/app-role.ts';
import { type Embedded, ownerUrlBeside, startEmbedded } from './postgres/embedded.ts';
import { getsIn } from './postgres/gets-in.ts';
import { prepareDatabase } from './postgres/prepare.ts';
import { DataDirInUse } from './postgres/server.ts';
import type { Secrets } from './secrets.ts';

export type Database = {
  /** The role that owns and migrates. Nothing uses it after the start. */
  ownerUrl: string;
  /** The role the app works as: it reads and writes rows and cannot change tables. */
  appUrl: string;
  /** Ends the embedded server, if there is one. Close every connection before. */
  stop(): Promise<void>;
  /** Resolves with a sentence if the embedded server ends by itself; never for an outside one. */
  lost: Promise<string>;
};

/**
 * The database, migrated and guarded: the embedded one in DATA_DIR, or the one DATABASE_URL names.
 * Throws WrongConfig (DataDirInUse when another process has DATA_DIR) with the one sentence that stops the start.
 */
export async function openDatabase(config: Config, secrets: Secrets, log: Log): Promise<Database> {
  if (config.DATABASE_URL === undefined) {
    return openEmbedded(await startEmbedded(config.DATA_DIR, secrets.hash), log);
  } else {
    const appUrl = await prepareDatabase(config.DATABASE_URL, log);
    return { ownerUrl: config.DATABASE_URL, appUrl, stop: async () => {}, lost: new Promise(() => {}) };
  }
}

/**
 * The same database for a moment: beside the server that has it, or opened as {@link openDatabase} does where none runs.
 * Throws WrongConfig like that one, and where the server is still on its way up or down.
 */
export async function joinDatabase(
  config: Config,
  secrets: Secrets,
  log: Log,
): Promise<Pick<Database, 'appUrl' | 'stop'>> {
  try {
    return await openDatabase(config, secrets, log);
  } catch (error) {
    if (!(error instanceof DataDirInUse)) throw error;

    const { url: appUrl } = appLogin(ownerUrlBeside(config.DATA_DIR, secrets.hash));
    if (!(await getsIn(appUrl)))
      throw new WrongConfig('The server is starting or stopping. Try again in a moment.', { cause: error });
    return { appUrl, stop: async () => {} };
  }
}

async function openEmbedded({ server, ownerUrl }: Embedded, log: Log): Promise<Database> {
  try {
    const appUrl = await prepareDatabase(ownerUrl, log);
    return { ownerUrl, appUrl, stop: () => server.stop(), lost: server.lost };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
