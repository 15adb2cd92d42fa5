import type { Page } from 'playwright-core';
import type { Answers, RequestName } from '#src/protocol/room-messages.ts';

/** Waits until one of the page's own codes on <html> says so. */
export const says = (page: Page, name: string, value: string) =>
  page.waitForSelector(`html[data-room-${name}="${value}"]`, { state: 'attached' });

/** Resolves when the picture of this attendee is decoded and its pixels change from one look to the next. */
export async function seesMoving(page: Page, attendeeId: string): Promise<void> {
  // A look of before would make a picture that has stood still since count as moving.
  await page.evaluate(() => {
    for (const video of document.querySelectorAll('video')) delete video.dataset.lookedLike;
  });
  await page.waitForFunction(
    (id) => {
      const video = document.querySelector<HTMLVideoElement>(`[data-attendee="${id}"] video`);
      if (video === null || video.readyState < 2 || video.videoWidth === 0) return false;

      const canvas = new OffscreenCanvas(64, 36);
      const brush = canvas.getContext('2d', { willReadFrequently: true });
      brush?.drawImage(video, 0, 0, 64, 36);
      const pixels = Array.from(brush?.getImageData(0, 0, 64, 36).data ?? []).join();
      const before = video.dataset.lookedLike;
      video.dataset.lookedLike = pixels;
      // Black before the first frame is no picture.
      return before !== undefined && before !== pixels && new Set(pixels.split(',')).size > 8;
    },
    attendeeId,
    { polling: 300 },
  );
}

/** Resolves when something that the page plays is louder than silence. */
export async function hears(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const context = new AudioContext();
    await context.resume();
    const samples = new Float32Array(2048);

    for (;;) {
      const streams = [...document.querySelectorAll('audio')]
        .map(({ srcObject }) => srcObject)
        .filter((stream) => stream instanceof MediaStream);
      for (const stream of streams.filter((each) => each.getAudioTracks().length > 0)) {
        const ear = context.createAnalyser();
        context.createMediaStreamSource(stream).connect(ear);
        for (let look = 0; look < 30; look += 1) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          ear.getFloatTimeDomainData(samples);
          if (samples.some((sample) => Math.abs(sample) > 0.01)) return context.close();
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
}

/** Keeps the page's connections where a test can look at what they send. Before the page is opened. */
export const watchPeers = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    window.peers = [];
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        window.peers.push(this);
      }
    };
  });

/** How many sizes of its camera the page sends, and whether its microphone falls silent with the person. */
export const sending = (page: Page): Promise<{ sizes: number; quietWhenSilent: boolean }> =>
  page.evaluate(() => {
    const senders = window.peers.flatMap((peer) => peer.getSenders());
    const camera = senders.find(({ track }) => track?.kind === 'video');
    const answers = window.peers.map((peer) => peer.remoteDescription?.sdp ?? '');
    return {
      sizes: camera?.getParameters().encodings.length ?? 0,
      quietWhenSilent: answers.some((sdp) => sdp.includes('usedtx=1')),
    };
  });

/** Who this page is in the room. */
export const ownId = (page: Page): Promise<string> =>
  page.evaluate(async () => (await window.room.ask('catch-up', {})).snapshot.you.attendeeId);

/** The code with which the server refuses what this page asks over its own socket, or nothing. */
export const refusalOf = (page: Page, name: RequestName, request: object): Promise<string | undefined> =>
  page.evaluate(
    async ({ name, request }) => {
      try {
        await window.room.ask(name, request);
        return undefined;
      } catch (refused) {
        return (refused as { code?: string }).code;
      }
    },
    { name, request },
  );

declare global {
  interface Window {
    peers: RTCPeerConnection[];
    room: {
      ask(name: 'catch-up', request: object): Promise<Answers['catch-up']>;
      ask(name: RequestName, request: object): Promise<object>;
    };
  }
}
