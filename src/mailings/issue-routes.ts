import { audiences } from '../letters/consenting.ts';
import { wrongField } from '../platform/errors.ts';
import { causeOf } from '../platform/http/mail-cause.ts';
import { type Route, route, type Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { startOf } from '../webinars/wall-time.ts';
import * as pages from './issue-pages.ts';
import { cancelIssue, pauseIssue, resumeIssue, scheduleIssue } from './schedule-issue.ts';
import * as schema from './schema.ts';
import { testIssue } from './test-issue.ts';
import { dropIssue, editIssue, writeIssue } from './write-issue.ts';

const WRITING = { points: 300, seconds: 600 };
const TESTING = { points: 30, seconds: 600 };

type AtIssue = Visit<{ id: string }>;

/** Staff write issues, and watch them leave. */
export const writingIssues = (parts: Parts): Route[] => [...drafts(parts), ...looking(parts), ...sending(parts)];

const wordsOf = ({
  audience,
  title,
  markdown,
}: {
  audience: keyof typeof audiences;
  title: string;
  markdown: string;
}) => ({
  stream: audiences[audience].stream,
  title,
  markdown,
});

const drafts = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/admin/newsletters',
    who: 'staff',
    query: schema.IssuesQuery,
    handle: ({ person, query }) => pages.issuesPage(parts, person, query),
  }),
  route({ method: 'GET', path: '/admin/newsletters/new', who: 'staff', handle: () => pages.newIssuePage() }),
  route({
    method: 'POST',
    path: '/admin/newsletters',
    who: 'staff',
    rate: WRITING,
    body: schema.IssueForm,
    again: (_visit, entered, problems) => pages.newIssuePage({ entered, problems }),
    async handle({ person, body }) {
      const id = await writeIssue(parts, wordsOf(body), pages.here(person).id);
      return { redirect: `/admin/newsletters/${id}?done=kept` };
    },
  }),
  route({
    method: 'GET',
    path: '/admin/newsletters/:id',
    who: 'staff',
    params: schema.IssuePlace,
    query: schema.Done,
    handle: ({ person, params, query: { done } }) =>
      pages.issuePage(parts, person, params.id, { said: done && SAID[done] }),
  }),
  route({
    method: 'POST',
    path: '/admin/newsletters/:id',
    who: 'staff',
    rate: WRITING,
    params: schema.IssuePlace,
    body: schema.IssueForm,
    again: ({ person, params }: AtIssue, entered, problems) =>
      pages.issuePage(parts, person, params.id, { entered, problems }),
    async handle({ person, params: { id }, body }) {
      await editIssue(parts, { id, by: pages.here(person).id }, wordsOf(body));
      return { redirect: `/admin/newsletters/${id}?done=kept` };
    },
  }),
  route({
    method: 'POST',
    path: '/admin/newsletters/:id/removal',
    who: 'staff',
    rate: WRITING,
    params: schema.IssuePlace,
    async handle({ person, params: { id } }) {
      await dropIssue(parts, { id, by: pages.here(person).id });
      return { redirect: '/admin/newsletters' };
    },
  }),
];

const SAID = {
  kept: 'Kept. Below is what it looks like.',
  tested: 'A test is on its way to your own mailbox.',
  scheduled: undefined,
} as const;

const looking = (parts: Parts): Route[] => [
  route({
    method: 'GET',
    path: '/admin/newsletters/:id/letter',
    who: 'staff',
    params: schema.IssuePlace,
    query: schema.Theme,
    handle: ({ params, query: { theme } }) => pages.issueLetter(parts, params.id, theme),
  }),
  route({
    method: 'POST',
    path: '/admin/newsletters/:id/test',
    who: 'staff',
    mails: true,
    rate: TESTING,
    params: schema.IssuePlace,
    async handle(visit) {
      const issue = await pages.issueOf(parts, visit.params.id);
      await testIssue(parts, issue, pages.here(visit.person).id, causeOf(visit));
      return { redirect: `/admin/newsletters/${issue.id}?done=tested` };
    },
  }),
  route({
    method: 'GET',
    path: '/admin/newsletters/:id/sending',
    who: 'staff',
    params: schema.IssuePlace,
    handle: ({ person, params }) => pages.sendPage(parts, person, params.id),
  }),
];

const sending = (parts: Parts): Route[] => [
  route({
    method: 'POST',
    path: '/admin/newsletters/:id/sending',
    who: 'staff',
    rate: WRITING,
    params: schema.IssuePlace,
    body: schema.SendForm,
    again: ({ person, params }: AtIssue, entered, problems) =>
      pages.sendPage(parts, person, params.id, { entered, problems }),
    async handle({ person, params: { id }, body }) {
      const { id: by, timeZone } = pages.here(person);
      const at = body.at === undefined ? undefined : startOf(body.at, timeZone.value).startsAt;
      if (at !== undefined && at <= parts.clock())
        throw wrongField('at', 'That is past. Choose a later time, or leave it empty to send now.');
      await scheduleIssue(parts, { id, by, at });
      return { redirect: `/admin/newsletters/${id}?done=scheduled` };
    },
  }),
  ...(
    [
      ['pause', pauseIssue],
      ['resumption', resumeIssue],
      ['cancellation', cancelIssue],
    ] as const
  ).map(([noun, act]) =>
    route({
      method: 'POST',
      path: `/admin/newsletters/:id/${noun}`,
      who: 'staff',
      rate: WRITING,
      params: schema.IssuePlace,
      async handle({ person, params: { id } }) {
        await act(parts, { id, by: pages.here(person).id });
        return { redirect: `/admin/newsletters/${id}` };
      },
    }),
  ),
];
