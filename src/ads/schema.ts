import { z } from 'zod';
import { line } from '../platform/fields.ts';

/** A page of this site: one slash and no more at its start, nothing that leads elsewhere. */
const OWN_PATH = /^\/($|[^/\\\s][^\\\s]*$)/;

export const AdForm = z.strictObject({
  title: line('Enter what people read first.', 100),
  text: line('Enter a sentence or two.', 300),
  path: line('Enter the page it leads to, like /newsletter.', 200).refine(
    (path) => OWN_PATH.test(path),
    'Enter a page of this site, like /newsletter. An advertisement of ours leads nowhere else.',
  ),
});

export const AdParams = z.strictObject({ adId: z.uuid() });
