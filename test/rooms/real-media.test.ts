import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Request, RoomBootstrap } from '#src/protocol/room-messages.ts';
import type { Client } from '#test/support/client.ts';
import { everybodyMovesIn, firstWebinarOf, passesAge, signIn } from '#test/support/everybody.ts';
import { cameraParameters, chromeCapabilities, fingerprint, microphoneParameters } from '#test/support/media.ts';
import { eventually, Line } from '#test/support/room-server.ts';
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

const wish = (): Request<'join'> => ({ rtpCapabilities: chromeCapabilities, fingerprints: [fingerprint()] });
const producers = () => site.parts.sfu.workers().reduce((sum, worker) => sum + worker.producers, 0);

async function dial(client: Client): Promise<Line> {
  const { html } = await client.get(`/w/${code}/room`);
  const bootstrap =
    /data-bootstrap="([^"]*)"/.exec(html)?.[1]?.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=') ?? '';
  const line = new Line(site.url, (JSON.parse(bootstrap) as RoomBootstrap).joinToken, { origin: site.url });
  lines.push(line);
  await new Promise<void>((resolve, reject) => line.socket.once('connect', resolve).once('connect_error', reject));
  return line;
}

async function guest(name: string): Promise<Line> {
  const client = await passesAge(site.visit());
  await client.post(`/w/${code}/guests`, { name });
  return dial(client);
}

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
