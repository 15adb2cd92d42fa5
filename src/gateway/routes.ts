import { notFound } from '../platform/errors.ts';
import { type Route, route, type SignedIn } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { addProcessor } from './add-processor.ts';
import { approveProcessor } from './approve-processor.ts';
import { endProcessor } from './end-processor.ts';
import { processorsAdminPage, processorsPage } from './pages.ts';
import { ProcessorForm, ProcessorParams, ProcessorsQuery } from './schema.ts';

type GatewayRouteParts = Pick<Parts, 'db' | 'clock'>;

const CHANGING = { points: 60, seconds: 600 };

/** The register of processors: for everybody to read, for two admins to change. */
export const gatewayRoutes = (parts: GatewayRouteParts): Route[] => [
  route({ method: 'GET', path: '/privacy/processors', who: 'anyone', handle: () => processorsPage(parts) }),
  route({
    method: 'GET',
    path: '/admin/processors',
    who: 'admin',
    query: ProcessorsQuery,
    handle: ({ person, query }) => processorsAdminPage(parts, here(person), { query }),
  }),
  route({
    method: 'POST',
    path: '/admin/processors',
    who: 'admin',
    rate: CHANGING,
    body: ProcessorForm,
    again: ({ person }, entered, problems) => processorsAdminPage(parts, here(person), { entered, problems }),
    async handle({ person, body }) {
      await addProcessor(parts, body, here(person).id);
      return { redirect: '/admin/processors' };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/processors/:id/approval',
    who: 'admin',
    rate: CHANGING,
    params: ProcessorParams,
    again: ({ person }, _entered, problems) => processorsAdminPage(parts, here(person), { problems }),
    async handle({ person, params: { id } }) {
      await approveProcessor(parts, { id, by: here(person).id });
      return { redirect: '/admin/processors' };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/processors/:id/end',
    who: 'admin',
    rate: CHANGING,
    params: ProcessorParams,
    again: ({ person }, _entered, problems) => processorsAdminPage(parts, here(person), { problems }),
    async handle({ person, params: { id } }) {
      await endProcessor(parts, { id, by: here(person).id });
      return { redirect: '/admin/processors' };
    },
  }),
];

/** Behind the guard there is somebody; the type only does not know it. */
function here(person: SignedIn | undefined): SignedIn {
  if (person === undefined) throw notFound();
  return person;
}
