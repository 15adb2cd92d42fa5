import { expect, test } from 'vitest';
import { firstLayers, layersFor, packetsOf } from '#src/sfu/layers.ts';

const camera = { source: 'camera', sizes: 3 } as const;

test.for([
  [90, 0],
  [180, 0],
  [225, 0],
  [226, 1],
  [360, 1],
  [450, 1],
  [451, 2],
  [720, 2],
  [2160, 2],
] as const)('a tile of %d device pixels gets size %d of a camera', ([height, size]) => {
  expect(layersFor(height, camera).spatialLayer).toBe(size);
});

test('a tiny picture comes at half the frame rate', () => {
  expect(layersFor(96, camera).temporalLayer).toBeLessThan(layersFor(180, camera).temporalLayer);
});

test('a screen comes at its full rate in any tile, because text that jumps cannot be read', () => {
  expect(layersFor(96, { source: 'screen', sizes: 1 })).toEqual(layersFor(1440, { source: 'screen', sizes: 1 }));
});

test('a camera that is published in fewer sizes is still chosen from by its lines', () => {
  expect(layersFor(360, { source: 'camera', sizes: 2 }).spatialLayer).toBe(0);
  expect(layersFor(720, { source: 'camera', sizes: 2 }).spatialLayer).toBe(1);
  expect(layersFor(720, { source: 'camera', sizes: 1 }).spatialLayer).toBe(0);
});

test('everybody starts with the smallest picture, which costs the worker least', () => {
  expect(packetsOf('camera', firstLayers)).toBeLessThan(packetsOf('camera', layersFor(720, camera)));
});
