import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, firstWebinarOf, signIn } from '#test/support/everybody.ts';
import { cameraParameters, fingerprint, microphoneParameters } from '#test/support/media.ts';
import { dialRoom, guestIn, wish } from '#test/support/real-room.ts';
import { eventually, type Line } from '#test/support/room-server.ts';
import { kill } from '#test/support/sfu.ts';
import { openSite, type Site } from '#test/support/site.ts';

let site: Site;
let code: string;
const lines: Line[] = [];

beforeAll(async () => {
  site = await openSite({ env: { MEDIA_WORKERS: '2' } });
  await everybodyMovesIn(site);
  ({ code } = await firstWebinarOf(site.parts, 'ada'));
});
afterAll(async () => {
  for (const { socket } of lines) socket.disconnect();
  await site.close();
});

const producers = () => site.parts.sfu.workers().reduce((sum, worker) => sum + worker.producers, 0);

const kept = (line: Line): Line => {
  lines.push(line);
  return line;
};
const dial = async (client: Client) => kept(await dialRoom(site, client, code));
const guest = async (name: string) => kept(await guestIn(site, code, name));

async function publish(line: Line): Promise<void> {
  await line.get('open-send-transport', { fingerprints: [fingerprint()] });
  await line.get('produce', { source: 'microphone', rtpParameters: microphoneParameters() });
  await line.get('produce', { source: 'camera', rtpParameters: cameraParameters() });
}

const offered = (line: Line) => line.heard('consumers-added').flatMap(([{ consumers }]) => consumers);

test('a whole webinar over the real media workers: live, to the stage and back, a dead worker, and the end', async () => {
  const ada = await dial(await signIn(site.visit(), 'ada'));
  await ada.get('join', wish());
  await publish(ada);
  const chloe = await guest('Chloé');
  expect((await chloe.get('join', wish())).consumers).toEqual([]);

  await ada.get('go-live', {});
  await eventually(() => expect(offered(chloe)).toHaveLength(2));
  await chloe.get('resume-consumers', { consumerIds: offered(chloe).map(({ consumerId }) => consumerId) });
  const ben = await guest('Ben');
  const { consumers } = await ben.get('join', wish());
  expect(consumers.map(({ kind }) => kind).toSorted()).toEqual(['audio', 'video']);
  await ben.get('view', { tiles: consumers.map(({ consumerId }) => ({ consumerId, height: 180 })) });

  const raw = { source: 'camera' as const, rtpParameters: cameraParameters() };
  expect(await chloe.ask('produce', raw)).toMatchObject({ ok: false, code: 'not-allowed' });
  expect(producers()).toBe(2);

  const { you } = await chloe.snapshot();
  await ada.get('promote', { attendeeId: you.attendeeId });
  await publish(chloe);
  await eventually(() => expect(offered(ada)).toHaveLength(2));
  expect(producers()).toBe(4);
  await ada.get('demote', { attendeeId: you.attendeeId });
  expect(producers()).toBe(2);

  for (const { pid } of site.parts.sfu.workers()) kill(pid);
  const everybody = [ada, chloe, ben];
  await eventually(() => expect(everybody.map((line) => line.heard('media-lost').length)).toEqual([1, 1, 1]));
  await eventually(async () => expect(await ada.ask('rejoin-media', wish())).toMatchObject({ ok: true }), 500);
  expect((await chloe.get('rejoin-media', wish())).consumers).toEqual([]);
  await publish(ada);
  await eventually(() => expect(offered(chloe)).toHaveLength(4));

  const gone = everybody.map((line) => line.gone());
  await ada.get('end', {});
  await Promise.all(gone);
  expect(producers()).toBe(0);
  const { liveAt, endedAt } = await site.parts.db.webinar.findUniqueOrThrow({ where: { code } });
  expect(liveAt).not.toBeNull();
  expect(endedAt).not.toBeNull();
  expect(site.logged.filter((line) => /failed|Chlo|Ben Lind/.test(line))).toEqual([]);
});
