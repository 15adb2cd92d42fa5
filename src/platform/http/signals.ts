import type { IncomingMessage } from 'node:http';

/** What a browser asks of every site it visits. */
export type Signals = { gpc: boolean; dnt: boolean };

/**
 * Whether a request carries Global Privacy Control and Do Not Track. A header that stands there twice, or holds a list, counts
 * when one of its values is exactly `1`; nothing else does, so that neither `10` nor `true` is taken for somebody's wish.
 */
export function signalsIn({ headersDistinct }: Pick<IncomingMessage, 'headersDistinct'>): Signals {
  return { gpc: asks(headersDistinct['sec-gpc']), dnt: asks(headersDistinct.dnt) };
}

/** How browsers say, and said, that they fetch a page which may never be looked at. */
const AHEAD = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/** Whether a page is fetched before anybody wants it, or for a small picture of it. */
export const isFetchedAhead = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  AHEAD.some((name) => headers[name] !== undefined);

const asks = (values: string[] = []): boolean =>
  values.some((value) => value.split(',').some((each) => each.trim() === '1'));
