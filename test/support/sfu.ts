import { setTimeout as later } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Log } from '#src/platform/log.ts';
import { startMediasoupSfu } from '#src/sfu/mediasoup-sfu.ts';
import type { Sfu, SfuListener, SfuRoom } from '#src/sfu/sfu.ts';
import { fingerprint } from './media.ts';

export const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Media workers on free ports of their own, ended with the test. */
export async function mediaWorkers(workers: number, options: { stayHomeBelow?: number; log?: Log } = {}): Promise<Sfu> {
  const sfu = await startMediasoupSfu({ workers, mediaPort: 0, listenIp: '127.0.0.1', log: quiet, ...options });
  onTestFinished(() => sfu.close());
  return sfu;
}

export type Told = { lost: string[][]; producers: string[][]; speakers: (string | undefined)[] };

/** A room, and what it was told. */
export function listenedRoom(sfu: Sfu): { room: SfuRoom; told: Told } {
  const told: Told = { lost: [], producers: [], speakers: [] };
  const listener: SfuListener = {
    mediaLost: (peerIds) => told.lost.push(peerIds),
    producersLost: (producerIds) => told.producers.push(producerIds),
    speakerChanged: (peerId) => told.speakers.push(peerId),
  };
  return { room: sfu.openRoom(listener), told };
}

export const fingerprints = () => [fingerprint()];

/** Waits until something is so. The test's own time limit says when it never will be. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await later(10);
}

/** Ends a worker as a crash would. */
export function kill(pid: number | undefined): void {
  if (pid === undefined) throw new Error('There is no such worker.');
  process.kill(pid, 'SIGKILL');
}
