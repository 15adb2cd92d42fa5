import { z } from 'zod';
import { notFound } from '../errors.ts';
import type { Inbox, KeptLetter } from '../inbox.ts';
import { type Route, route } from './route.ts';

const LetterParams = z.strictObject({ id: z.string().regex(/^\d{1,9}$/) });

/** The letters that stayed on this machine, for whoever sits at it. Only where no relay is set. */
export const inboxRoutes = (inbox: Inbox): Route[] => [
  route({
    method: 'GET',
    path: '/dev/mail',
    who: 'self',
    handle: () => ({ page: 'dev/mail', title: 'Inbox of this machine', model: { letters: inbox.letters() } }),
  }),
  route({
    method: 'GET',
    path: '/dev/mail/:id',
    who: 'self',
    params: LetterParams,
    handle: ({ params }) => {
      const letter = find(inbox, params.id);
      return { page: 'dev/letter', title: letter.subject, model: { letter } };
    },
  }),
  route({
    method: 'GET',
    path: '/dev/mail/:id/html',
    who: 'self',
    params: LetterParams,
    handle: ({ params }) => ({ letter: find(inbox, params.id).html }),
  }),
];

function find(inbox: Inbox, id: string): KeptLetter {
  const letter = inbox.letters().find((each) => each.id === id);
  if (letter === undefined) throw notFound();
  return letter;
}
