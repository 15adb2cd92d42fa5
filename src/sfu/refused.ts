import { errors } from 'mediasoup';
import { Refusal } from '../platform/errors.ts';

/**
 * What a failed call to the worker means to whoever asked: the worker died (`media-unavailable`), what they sent makes no
 * sense (`invalid`), or what they meant is gone (`not-found`). Anything else is a bug of ours and stays what it is.
 */
export function refused(error: unknown): unknown {
  if (error instanceof errors.WorkerClosedError) return new Refusal('media-unavailable');
  if (error instanceof errors.NotFoundError) return new Refusal('not-found');
  if (error instanceof TypeError || error instanceof errors.UnsupportedError) return new Refusal('invalid');
  return error;
}
