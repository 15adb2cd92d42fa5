import { choicesIn } from '../consent/choices-cookie.ts';
import { noteChoices } from '../consent/note-directives.ts';
import { agePassed } from '../platform/http/age-door.ts';
import { causeOf } from '../platform/http/mail-cause.ts';
import { type Again, type Door, type Reply, type Route, route, type Visit } from '../platform/http/route.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import { changeRole } from './change-role.ts';
import { confirmAddress, confirmationIsOpen, sendConfirmationAgain } from './confirm-address.ts';
import { endSessions } from './end-sessions.ts';
import { knownCookie } from './known-browser.ts';
import { firstAdminIsWanted, makeFirstAdmin } from './make-first-admin.ts';
import * as pages from './pages.ts';
import * as people from './people-pages.ts';
import { register } from './register.ts';
import { resetPassword, sendResetLink } from './reset-password.ts';
import { samePageOnly } from './rules.ts';
import * as schema from './schema.ts';
import { settingsCookieOf } from './settings-cookie.ts';
import { checkPassword } from './sign-in.ts';
import { reinstate, suspend } from './suspend-account.ts';

/** A company behind one address may register a class of people; a script that fills the table is slowed down. */
const OPENING = { points: 60, seconds: 600 };
/** Wide, because the growing delays of each account and network stand behind it. */
const SIGNING_IN = { points: 120, seconds: 60 };
/** Each may cause a letter; how many go to one address is counted apart. */
const ASKING_FOR_LETTERS = { points: 30, seconds: 600 };
const CHANGING = { points: 60, seconds: 600 };

export const accountRoutes = (parts: Parts): Route[] => [
  ...registering(parts),
  ...signingIn(parts),
  ...forgettingThePassword(parts),
  ...administering(parts),
];

const registering = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/register',
    who: 'anyone',
    door: true,
    handle: ({ person, settings }) =>
      person === undefined ? pages.registerPage(parts, { timeZone: settings?.timeZone ?? '' }) : HOME,
  }),
  route({
    method: 'POST',
    path: '/register',
    who: 'anyone',
    door: true,
    mails: true,
    rate: OPENING,
    body: schema.RegistrationForm,
    again: (_visit, entered, problems) => pages.registerPage(parts, entered, problems),
    async handle({ body, person, age, mails }) {
      if (person !== undefined) return HOME;
      await register(parts, body, { ...agePassed({ age }), cause: causeOf({ mails }) });
      return { redirect: '/register/check-your-mail' };
    },
  }),
  route({ method: 'GET', path: '/register/check-your-mail', who: 'anyone', handle: () => pages.checkYourMailPage() }),
  route({
    method: 'POST',
    path: '/confirmation-letters',
    who: 'anyone',
    mails: true,
    rate: ASKING_FOR_LETTERS,
    body: schema.AddressForm,
    again: (_visit, entered, problems) => pages.checkYourMailPage(entered, problems),
    async handle({ body, mails }) {
      await sendConfirmationAgain(parts, body.email, causeOf({ mails }));
      return { redirect: '/register/check-your-mail' };
    },
  }),
  route({
    method: 'GET',
    path: '/confirm/:token',
    who: 'anyone',
    params: schema.LinkParams,
    async handle({ params: { token } }) {
      if (!(await confirmationIsOpen(parts, token))) return pages.spentConfirmation;
      return { page: 'accounts/confirm', title: 'Confirm your address', model: { token } };
    },
  }),
  route({
    method: 'POST',
    path: '/confirm/:token',
    who: 'anyone',
    rate: CHANGING,
    params: schema.LinkParams,
    again: () => pages.spentConfirmation,
    async handle({ params: { token } }) {
      await confirmAddress(parts, token);
      return { redirect: '/sign-in?after=confirmed' };
    },
  }),
];

const signingIn = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/sign-in',
    who: 'anyone',
    query: schema.SignInQuery,
    handle: ({ person, query: { next, after } }) =>
      person === undefined ? pages.signInPage({ next: next ?? '' }, {}, after) : { redirect: samePageOnly(next) },
  }),
  route({
    method: 'POST',
    path: '/sign-in',
    who: 'anyone',
    mails: true,
    rate: SIGNING_IN,
    body: schema.SignInForm,
    again: (_visit, entered, problems) => pages.signInPage(entered, problems),
    async handle({ body: { email, password, next }, address, session, cookies, mails }) {
      const tried = { email, password, address, cookies, cause: causeOf({ mails }) };
      const { id } = await checkPassword(parts, tried);
      await noteChoices(parts, id, choicesIn(cookies));
      await session.signIn({ id });
      const kept = [...(await settingsCookieOf(parts, id)), knownCookie(parts, email)];
      return { redirect: samePageOnly(next), cookies: kept };
    },
  }),
  route({
    method: 'POST',
    path: '/session/end',
    who: 'anyone',
    rate: CHANGING,
    async handle({ session }) {
      await session.signOut();
      return { redirect: '/sign-in?after=signed-out' };
    },
  }),
  route({
    method: 'POST',
    path: '/sessions/end',
    who: 'member',
    evenSuspended: true,
    rate: CHANGING,
    async handle({ person, session }) {
      await endSessions(parts, pages.here(person));
      await session.signOut();
      return { redirect: '/sign-in?after=signed-out' };
    },
  }),
];

const forgettingThePassword = (parts: Parts): Route[] => [
  route({ method: 'GET', path: '/password/forgotten', who: 'anyone', handle: () => pages.forgottenPage() }),
  route({
    method: 'POST',
    path: '/password/forgotten',
    who: 'anyone',
    mails: true,
    rate: ASKING_FOR_LETTERS,
    body: schema.AddressForm,
    again: (_visit, entered, problems) => pages.forgottenPage(entered, problems),
    async handle({ body, mails }) {
      await sendResetLink(parts, body.email, causeOf({ mails }));
      return { redirect: '/password/check-your-mail' };
    },
  }),
  route({
    method: 'GET',
    path: '/password/check-your-mail',
    who: 'anyone',
    handle: () => ({ page: 'accounts/password-letter', title: 'Look into your mailbox' }),
  }),
  route({
    method: 'GET',
    path: '/password/reset/:token',
    who: 'anyone',
    params: schema.LinkParams,
    handle: ({ params }) => pages.resetPage(parts, params),
  }),
  route({
    method: 'POST',
    path: '/password/reset/:token',
    who: 'anyone',
    mails: true,
    rate: CHANGING,
    params: schema.LinkParams,
    body: schema.ResetForm,
    again: ({ params }, _entered, problems) => pages.resetPage(parts, params, problems),
    async handle({ params: { token }, body: { password }, mails }) {
      await resetPassword(parts, { token, password, cause: causeOf({ mails }) });
      return { redirect: '/sign-in?after=reset' };
    },
  }),
];

const administering = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/admin/people',
    who: 'admin',
    query: schema.PeopleQuery,
    handle: ({ person, query }) => people.peoplePage(parts, pages.here(person), query),
  }),
  route({ method: 'GET', path: '/admin/people.csv', who: 'admin', handle: () => people.peopleCsv(parts) }),
  route({
    method: 'GET',
    path: '/admin/people/:personId',
    who: 'admin',
    params: schema.PersonParams,
    handle: ({ person, params }) => people.personPage(parts, { id: params.personId, by: pages.here(person) }),
  }),
  route({
    method: 'POST',
    path: '/admin/people/:personId/role',
    who: 'admin',
    rate: CHANGING,
    params: schema.PersonParams,
    body: schema.RoleForm,
    again: atPerson(parts),
    async handle({ person, params: { personId }, body: { role } }) {
      await changeRole(parts, { personId, role, by: pages.here(person).id });
      return { redirect: `/admin/people/${personId}` };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/people/:personId/suspension',
    who: 'admin',
    rate: CHANGING,
    params: schema.PersonParams,
    again: atPerson(parts),
    async handle({ person, params: { personId } }) {
      await suspend(parts, { personId, by: pages.here(person).id });
      return { redirect: `/admin/people/${personId}` };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/people/:personId/reinstatement',
    who: 'admin',
    rate: CHANGING,
    params: schema.PersonParams,
    async handle({ person, params: { personId } }) {
      await reinstate(parts, { personId, by: pages.here(person).id });
      return { redirect: `/admin/people/${personId}` };
    },
  }),
  route({
    method: 'GET',
    path: '/first-admin/:token',
    who: 'anyone',
    door: beforeTheFirstAdmin(parts),
    params: schema.LinkParams,
    handle: ({ params }) => pages.firstAdminPage(parts, params),
  }),
  route({
    method: 'POST',
    path: '/first-admin/:token',
    who: 'anyone',
    door: beforeTheFirstAdmin(parts),
    rate: CHANGING,
    params: schema.LinkParams,
    body: schema.FirstAdminForm,
    again: ({ params }, entered, problems) => pages.firstAdminPage(parts, params, entered, problems),
    async handle({ params: { token }, body, age }) {
      await makeFirstAdmin(parts, token, body, agePassed({ age }));
      return { redirect: '/sign-in?after=first-admin' };
    },
  }),
];

/** The account again, with what is in the way. */
const atPerson =
  (parts: Parts): Again<{ personId: PersonId }> =>
  ({ person, params: { personId } }, _entered, problems) =>
    people.personPage(parts, { id: personId, by: pages.here(person), problems });

/** Also for those who are signed in: the account will be another one. A link that is spent asks nothing. */
const beforeTheFirstAdmin = (parts: Parts): Door => ({
  asks: ({ params: { token } }: Visit<{ token: string }>) => firstAdminIsWanted(parts, token),
});

const HOME: Reply = { redirect: '/' };
