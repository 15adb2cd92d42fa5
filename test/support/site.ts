import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { AdVendor } from '#src/ads/ad-vendor.ts';
import type { Clock } from '#src/platform/clock.ts';
import { readConfig } from '#src/platform/config.ts';
import type { Inbox } from '#src/platform/inbox.ts';
import { openLog } from '#src/platform/log.ts';
import { type Server, startServer } from '#src/server.ts';
import { Client } from './client.ts';
import { emptyDatabase } from './database.ts';
import { freePort } from './free-port.ts';

/** The whole product, on free ports, over a database of its own. */
export type Site = Server & {
  inbox: Inbox;
  /** Everything that was logged, line by line, at the most talkative level. */
  logged: string[];
  /** A browser without JavaScript: cookies, forms and nothing else. */
  visit(always?: Record<string, string>): Client;
};

type Opening = {
  clock?: Clock;
  env?: Record<string, string>;
  /** Fills the places for advertisements. */
  adVendor?: AdVendor;
  /** Stands in for a relay somewhere else; letters reach it once there is an agreement with it. */
  relay?: Inbox;
};

export async function openSite({ clock, env = {}, relay, adVendor }: Opening = {}): Promise<Site> {
  const database = await emptyDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'anymeeting-site-'));
  const logged: string[] = [];
  const config = {
    ...readConfig({
      DATA_DIR: folder,
      DATABASE_URL: database.ownerUrl,
      MEDIA_WORKERS: '1',
      PORT: `${await freePort()}`,
      ...(relay && { SMTP_URL: relay.url }),
      ...env,
    }),
    // Any free one.
    MEDIA_PORT: 0,
  };

  const server = await startServer(config, {
    log: openLog('debug', linesInto(logged)),
    ...(clock !== undefined && { clock }),
    adVendor,
  });
  const inbox = relay ?? server.parts.inbox;
  if (inbox === undefined) throw new Error('The site of a test keeps its letters.');

  return {
    ...server,
    inbox,
    logged,
    visit: (always) => new Client(server.url, always),
    async close() {
      await server.close();
      await database.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

function linesInto(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).split('\n').filter(Boolean));
      done();
    },
  });
}
