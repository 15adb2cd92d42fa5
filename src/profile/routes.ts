import { askForAddress, dropAddressChange, sendAddressLettersAgain } from '../accounts/change-address.ts';
import { changePassword } from '../accounts/change-password.ts';
import { changeProfile } from '../accounts/change-profile.ts';
import { agreeToAddress } from '../accounts/confirm-address-change.ts';
import { personWith } from '../accounts/find-person.ts';
import { settingsCookie } from '../accounts/settings-cookie.ts';
import { receiptOf } from '../consent/find-consents.ts';
import { withdrawConsent } from '../consent/withdraw-consent.ts';
import { switchOnLetters } from '../letters/switch-on-letters.ts';
import { causeOf } from '../platform/http/mail-cause.ts';
import { type Again, type Route, route } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { agreedOf } from './list-consents.ts';
import { stopOwnLetters } from './list-letters.ts';
import * as pages from './pages.ts';
import * as schema from './schema.ts';

const CHANGING = { points: 60, seconds: 600 };
/** Each may cause two letters; how many go to one address is counted apart. */
const ASKING_FOR_LETTERS = { points: 30, seconds: 600 };

/** What every part of My Profile has in common: it is there for members, whatever else is closed to them (PP-12.3). */
const OWN = { who: 'member', evenSuspended: true } as const;

export const profileRoutes = (parts: Parts): Route[] => [
  ...looking(parts),
  ...changingDetails(parts),
  ...changingAddress(parts),
  ...choosingLetters(parts),
  ...deciding(parts),
];

const looking = (parts: Parts): Route[] => [
  route({ ...OWN, method: 'GET', path: '/account', handle: () => ({ redirect: '/profile' }) }),
  route({
    ...OWN,
    method: 'GET',
    path: '/profile',
    query: schema.ProfileQuery,
    handle: (visit) => pages.profilePage(parts, visit, { after: visit.query.after }),
  }),
  route({
    ...OWN,
    method: 'GET',
    path: '/profile/record',
    query: schema.PageQuery,
    handle: ({ person, query: { page } }) => pages.deedsPage(parts, person, page),
  }),
];

/** The page again, with what was typed and what is wrong with it. */
const again =
  (parts: Parts): Again<unknown> =>
  (visit, entered, problems) =>
    pages.profilePage(parts, visit, { entered, problems });

const changingDetails = (parts: Parts): Route[] => [
  route({
    ...OWN,
    method: 'POST',
    path: '/profile/who-you-are',
    rate: CHANGING,
    body: schema.WhoYouAreForm,
    again: again(parts),
    async handle({ person, body }) {
      await changeProfile(parts, pages.here(person).id, { details: body });
      return { redirect: '/profile?after=who-you-are#who-you-are' };
    },
  }),
  route({
    ...OWN,
    method: 'POST',
    path: '/profile/optional',
    rate: CHANGING,
    body: schema.OptionalForm,
    again: again(parts),
    async handle({ person, body: { address, zip, phone, ...answers } }) {
      const details = { address: address || null, zip: zip || null, phone: phone || null };
      await changeProfile(parts, pages.here(person).id, { details, answers });
      return { redirect: '/profile?after=optional#optional-details' };
    },
  }),
  route({
    ...OWN,
    method: 'POST',
    path: '/profile/settings',
    rate: CHANGING,
    body: schema.SettingsForm,
    again: again(parts),
    async handle({ person, body }) {
      await changeProfile(parts, pages.here(person).id, { details: body });
      return { redirect: '/profile?after=settings#settings', cookies: [settingsCookie(parts, body)] };
    },
  }),
  route({
    ...OWN,
    method: 'POST',
    path: '/profile/password',
    mails: true,
    rate: CHANGING,
    body: schema.PasswordForm,
    again: again(parts),
    async handle({ person, session, address, body, mails }) {
      const here = { id: pages.here(person).id, address, sid: session.id, cause: causeOf({ mails }) };
      await changePassword(parts, here, body);
      return { redirect: '/profile?after=password#new-password' };
    },
  }),
];

const changingAddress = (parts: Parts): Route[] => [
  route({
    ...OWN,
    method: 'POST',
    path: '/profile/address',
    mails: true,
    rate: ASKING_FOR_LETTERS,
    body: schema.AddressForm,
    again: again(parts),
    async handle({ person, address, body, mails }) {
      await askForAddress(parts, { id: pages.here(person).id, address, cause: causeOf({ mails }) }, body);
      return { redirect: '/profile?after=asked#address-for-letters' };
    },
  }),
  route({
    ...OWN,
    method: 'POST',
    path: '/profile/address/letters',
    mails: true,
    rate: ASKING_FOR_LETTERS,
    async handle({ person, mails }) {
      await sendAddressLettersAgain(parts, pages.here(person).id, causeOf({ mails }));
      return { redirect: '/profile?after=again#address-for-letters' };
    },
  }),
  route({
    ...OWN,
    method: 'POST',
    path: '/profile/address/cancellation',
    rate: CHANGING,
    async handle({ person }) {
      await dropAddressChange(parts, pages.here(person).id);
      return { redirect: '/profile?after=dropped#address-for-letters' };
    },
  }),
  // A letter is opened in whichever browser the mailbox is read, signed in or not.
  route({
    method: 'GET',
    path: '/address-change/:token',
    who: 'anyone',
    params: schema.LinkPlace,
    handle: ({ params: { token } }) => pages.addressLinkPage(parts, token),
  }),
  route({
    method: 'POST',
    path: '/address-change/:token',
    who: 'anyone',
    rate: CHANGING,
    params: schema.LinkPlace,
    async handle({ params: { token }, person, session }) {
      return pages.addressAgreedPage(await agreeToAddress(parts, token, { person, sid: session.id }));
    },
  }),
];

const choosingLetters = (parts: Parts): Route[] => [
  route({
    ...OWN,
    method: 'POST',
    path: '/profile/letters/:stream',
    mails: true,
    rate: CHANGING,
    params: schema.LettersPlace,
    body: schema.LettersForm,
    again: (visit, entered, { wanted, ...problems }) =>
      pages.profilePage(parts, visit, {
        entered,
        problems: wanted === undefined ? problems : { ...problems, [`wanted-${visit.params.stream}`]: wanted },
      }),
    async handle(visit) {
      const { email } = await personWith(parts.db, pages.here(visit.person).id);
      const { stream } = visit.params;
      const after = await switchOnLetters(parts, { to: email, stream }, causeOf(visit));
      return { redirect: `/profile?after=${after}#letters` };
    },
  }),
  route({
    ...OWN,
    method: 'POST',
    path: '/profile/letters/:stream/stop',
    rate: CHANGING,
    params: schema.LettersPlace,
    async handle({ person, params: { stream } }) {
      await stopOwnLetters(parts, pages.here(person).id, stream);
      return { redirect: '/profile?after=off#letters' };
    },
  }),
];

const deciding = (parts: Parts): Route[] => [
  route({
    ...OWN,
    method: 'GET',
    path: '/profile/consents/:eventId',
    params: schema.ReceiptPlace,
    handle: ({ person, params: { eventId } }) => pages.receiptPage(parts, person, eventId),
  }),
  route({
    ...OWN,
    method: 'GET',
    path: '/profile/consents/:eventId/text',
    params: schema.ReceiptPlace,
    handle: ({ person, params: { eventId } }) => pages.receiptFile(parts, person, eventId),
  }),
  route({
    ...OWN,
    method: 'POST',
    path: '/profile/consents/:eventId/withdrawal',
    rate: CHANGING,
    params: schema.ReceiptPlace,
    async handle({ person, params: { eventId } }) {
      const subject = pages.here(person).id;
      const { words } = await agreedOf(parts, (await receiptOf(parts, subject, eventId)).consent);
      await withdrawConsent(parts, { subject, eventId, shown: typeof words === 'string' ? words : words.value });
      return { redirect: '/profile?after=withdrawn#agreed' };
    },
  }),
];
