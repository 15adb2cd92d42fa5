import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webinars } from '../prisma/cast.ts';
import { readConfig } from '../src/platform/config.ts';
import { type AttendeeId, newId, type PersonId, type WebinarId } from '../src/platform/ids.ts';
import { openLog } from '../src/platform/log.ts';
import { seal } from '../src/platform/personal.ts';
import type { RtpCapabilities } from '../src/protocol/media.ts';
import { issueToken } from '../src/rooms/join-token.ts';
import { type Server, startServer } from '../src/server.ts';
import { schedule } from '../src/webinars/schedule.ts';
import { freePort } from '../test/support/free-port.ts';
import { personIn } from '../test/support/people.ts';

/** What the pages of the room would tell its visitors. */
export type ProductHello = {
  url: string;
  workerPid: number;
  rtpCapabilities: RtpCapabilities;
  hostToken: string;
  guestTokens: string[];
};

const GUESTS = 2_000;

/** The whole product in a process of its own, with a database of its own, one media worker and one webinar. */
const folder = mkdtempSync(join(tmpdir(), 'anymeeting-bench-'));
const server = await startServer(await benchConfig(), { log: openLog('warn') });

process.on('disconnect', () => void stop());
process.send?.(await hello(server));

async function hello({ url, parts }: Server): Promise<ProductHello> {
  const hostId = await personIn(parts.db, 'ada');
  const { id: webinarId } = await schedule(parts, hostId, tomorrow());
  const [worker] = parts.sfu.workers();
  if (worker === undefined) throw new Error('The product runs without a media worker.');

  const token = (role: 'host' | 'attendee', personId?: PersonId) => tokenFor({ webinarId, role, personId });
  return {
    url,
    workerPid: worker.pid,
    rtpCapabilities: parts.sfu.rtpCapabilities,
    hostToken: token('host', hostId),
    guestTokens: Array.from({ length: GUESTS }, () => token('attendee')),
  };
}

function tokenFor({
  webinarId,
  role,
  personId,
}: {
  webinarId: WebinarId;
  role: 'host' | 'attendee';
  personId: PersonId | undefined;
}) {
  const attendeeId = newId<AttendeeId>();
  const name = seal('name', 'A guest', { about: attendeeId, under: 1, via: 'form' });
  const guest = personId === undefined ? { name, agePassedAt: 0 } : {};
  return issueToken(server.parts, { webinarId, attendeeId, personId, role, ...guest });
}

function tomorrow() {
  const { title, description, lengthMinutes } = webinars.mushrooms;
  const date = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return { title, description, date, time: '12:00', timeZone: 'UTC', lengthMinutes };
}

async function benchConfig() {
  const env = { DATA_DIR: folder, MEDIA_WORKERS: '1', LOG_LEVEL: 'warn', PORT: `${await freePort()}` };
  return { ...readConfig(env), MEDIA_PORT: 0 };
}

async function stop(): Promise<void> {
  await server.close();
  rmSync(folder, { recursive: true });
  process.exit();
}
