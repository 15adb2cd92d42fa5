import { notFound } from '../platform/errors.ts';
import { type Route, route } from '../platform/http/route.ts';
import { addAd } from './add-ad.ts';
import { endAd } from './end-ad.ts';
import { type AdPageParts, advertisingPage, countersTable } from './pages.ts';
import { AdForm, AdParams } from './schema.ts';

const CHANGING = { points: 60, seconds: 600 };

/** Our own advertisements, for staff. */
export const adRoutes = (parts: AdPageParts): Route[] => [
  route({ method: 'GET', path: '/admin/advertising', who: 'staff', handle: () => advertisingPage(parts) }),
  route({ method: 'GET', path: '/admin/advertising.csv', who: 'staff', handle: () => countersTable(parts) }),
  route({
    method: 'POST',
    path: '/admin/advertising',
    who: 'staff',
    rate: CHANGING,
    body: AdForm,
    again: (_visit, entered, problems) => advertisingPage(parts, { entered, problems }),
    async handle({ body, person }) {
      if (person === undefined) throw notFound();
      await addAd(parts, body, person.id);
      return { redirect: '/admin/advertising' };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/advertising/:adId/end',
    who: 'staff',
    rate: CHANGING,
    params: AdParams,
    async handle({ params: { adId }, person }) {
      if (person === undefined) throw notFound();
      await endAd(parts, { id: adId, by: person.id });
      return { redirect: '/admin/advertising' };
    },
  }),
];
