import type { MediaSource } from '../protocol/media.ts';

/** Which of a publisher's sizes and frame rates somebody gets; 0 is the smallest of each. */
export type Layers = { spatialLayer: number; temporalLayer: number };

/** Lines of the largest layer. Each smaller one has half as many: a camera has 180, 360 and 720. */
const LARGEST: Record<MediaSource, number> = { 'camera': 720, 'screen': 1440, 'microphone': 0, 'screen-audio': 0 };

/**
 * A picture may be stretched by this before the next size is sent. Lower looks sharper; higher saves a publisher's largest
 * layer, which is two thirds of all its bits, for those who can see it.
 */
const TOLERATED_STRETCH = 1.25;

/** Below this many lines half the frame rate is not noticed beside larger pictures. */
const TINY = 120;

const FULL_RATE = 2;
const HALF_RATE = 1;

/** What everybody starts with: the smallest picture is there first, and the page says soon how large its tile is. */
export const firstLayers: Layers = { spatialLayer: 0, temporalLayer: FULL_RATE };

/** The layers for a tile of this height in device pixels, of a source that is published in this many sizes. */
export function layersFor(height: number, { source, sizes }: { source: MediaSource; sizes: number }): Layers {
  const temporalLayer = source === 'camera' && height <= TINY ? HALF_RATE : FULL_RATE;
  return { spatialLayer: smallestThatFits(height, { source, sizes }), temporalLayer };
}

function smallestThatFits(height: number, { source, sizes }: { source: MediaSource; sizes: number }): number {
  const top = sizes - 1;
  for (let layer = 0; layer < top; layer += 1) {
    if ((LARGEST[source] / 2 ** (top - layer)) * TOLERATED_STRETCH >= height) return layer;
  }
  return top;
}

/** Packets a second of each size of a camera, from the smallest. Measured with Chromium at our bitrates. */
const CAMERA_PACKETS = [20, 60, 190];
const OTHER_PACKETS: Record<MediaSource, number> = {
  'microphone': 50,
  'screen-audio': 50,
  'screen': 120,
  'camera': 190,
};

/** What forwarding this costs a worker, in packets a second. An estimate: it decides where people are placed, no more. */
export function packetsOf(source: MediaSource, layers: Layers): number {
  return (source === 'camera' && CAMERA_PACKETS[layers.spatialLayer]) || OTHER_PACKETS[source];
}
