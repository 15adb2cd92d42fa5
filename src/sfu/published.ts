import type { types } from 'mediasoup';
import type { MediaSource } from '../protocol/media.ts';

/** One stream on the stage. */
export type Published = {
  readonly producer: types.Producer;
  readonly peerId: string;
  readonly source: MediaSource;
  /** How many sizes it is published in. */
  readonly sizes: number;
};
