import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { type DtlsFingerprint, MediaSource, RtpCapabilities, RtpParameters } from '#src/protocol/media.ts';
import type { SfuRoom } from '#src/sfu/sfu.ts';
import { openBrowser, visitor } from '#test/support/browser.ts';
import { kill, listenedRoom, mediaWorkers, until } from '#test/support/sfu.ts';

test('a viewer on another worker sees and hears after one question, and again after their worker is killed', async () => {
  const sfu = await mediaWorkers(2, { stayHomeBelow: 0 });
  const { room, told } = listenedRoom(sfu);
  const address = await served(await pageScript());
  const browser = await openBrowser();
  onTestFinished(() => browser.close());

  const ada = (await visitor(browser)).page;
  const producerIds: string[] = [];
  await answer(ada, { room, peerId: 'ada', asked: [], producerIds });
  await ada.goto(address);
  await ada.evaluate((capabilities) => media.publish(capabilities), sfu.rtpCapabilities);
  expect(producerIds).toHaveLength(2);
  await until(() => told.speakers.includes('ada'));

  const chloe = (await visitor(browser)).page;
  const asked: string[] = [];
  await answer(chloe, { room, peerId: 'chloe', asked, producerIds });
  await chloe.goto(address);
  const watch = () =>
    chloe.evaluate(([capabilities, ids]) => media.watch(capabilities, ids), [
      sfu.rtpCapabilities,
      producerIds,
    ] as const);
  const decoded = () => chloe.evaluate(() => media.decoded());

  const consumerIds = await watch();
  await until(async () => (await decoded()).frames > 10 && (await decoded()).energy > 0);
  expect(asked).toEqual(['receive', 'resume']);
  expect(sfu.workers().map(({ producers, receivers }) => [producers, receivers])).toEqual([
    [2, 0],
    [0, 1],
  ]);

  await room.view(
    'chloe',
    consumerIds.map((consumerId) => ({ consumerId, height: 720 })),
  );
  await until(async () => (await decoded()).lines > 180);

  kill(sfu.workers()[1]?.pid);
  await until(() => told.lost.length > 0);
  expect(told).toMatchObject({ lost: [['chloe']], producers: [] });
  await watch();
  await until(async () => (await decoded()).frames > 10);

  const [, microphone = ''] = producerIds;
  await room.pauseProducer(microphone);
  expect(told.speakers.at(-1)).toBeUndefined();
});

declare const media: {
  publish(rtpCapabilities: object): Promise<void>;
  watch(rtpCapabilities: object, producerIds: string[]): Promise<string[]>;
  decoded(): Promise<{ frames: number; lines: number; energy: number }>;
};

async function pageScript(): Promise<string> {
  const entry = fileURLToPath(new URL('./media-page.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'media' } },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (bundle === undefined || !('output' in bundle)) throw new Error('The page was not built.');
  return bundle.output[0].code;
}

async function served(script: string): Promise<string> {
  const html = `<!doctype html><title>Media</title><body></body><script>${script.replaceAll('</script', '<\\/script')}</script>`;
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page has no port.');
  return `http://127.0.0.1:${address.port}/`;
}

type Peer = { room: SfuRoom; peerId: string; asked: string[]; producerIds: string[] };
type Words = {
  fingerprints: DtlsFingerprint[];
  rtpCapabilities: unknown;
  rtpParameters: unknown;
  source: unknown;
  consumerIds: string[];
};

/** Answers a page as a room would. */
async function answer(page: Page, { room, peerId, asked, producerIds }: Peer): Promise<void> {
  const answers: Record<string, (words: Words) => Promise<unknown>> = {
    send: ({ fingerprints }) => room.send(peerId, { fingerprints }),
    produce: async ({ source, rtpParameters }) => {
      const wish = { source: MediaSource.parse(source), rtpParameters: RtpParameters.parse(rtpParameters) };
      const produced = await room.produce(peerId, wish);
      producerIds.push(produced.producerId);
      return produced;
    },
    receive: ({ fingerprints, rtpCapabilities }) =>
      room.receive(peerId, { fingerprints, rtpCapabilities: RtpCapabilities.parse(rtpCapabilities), producerIds }),
    resume: ({ consumerIds }) => room.resume(peerId, consumerIds),
  };
  await page.exposeFunction('ask', async (name: string, words: Words) => {
    asked.push(name);
    return (await answers[name]?.(words)) ?? null;
  });
}
