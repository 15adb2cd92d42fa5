import { UNSUBSCRIBE } from '../letters/blanks.ts';
import { audiences } from '../letters/consenting.ts';
import { deliveryOf } from '../letters/find-delivery.ts';
import { notFound, type Problems, Refusal } from '../platform/errors.ts';
import type { Entered, Reply, SignedIn } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { dateTime } from '../platform/times.ts';
import { composeIssue } from './compose-issue.ts';
import { countAudience } from './count-audience.ts';
import { findIssues, type Issue, issueWith } from './issue-store.ts';
import {
  audienceOf,
  audienceWords,
  type IssueState,
  issueStateOf,
  issueStates,
  issueStateWords,
  LONGEST,
} from './rules.ts';

type Again = { entered?: Entered; problems?: Problems };
const PER_PAGE = 25;

/** Behind the guard there is somebody; the type only does not know it. */
export function here(person: SignedIn | undefined): SignedIn {
  if (person === undefined) throw new Refusal('sign-in-first');
  return person;
}

export async function issueOf({ db }: Pick<Parts, 'db'>, id: string): Promise<Issue> {
  const issue = await issueWith(db, id);
  if (issue === undefined) throw notFound();
  return issue;
}

type Query = { find: string; state?: IssueState | undefined; page: number };

export async function issuesPage(parts: Parts, person: SignedIn | undefined, query: Query): Promise<Reply> {
  const now = parts.clock();
  const { find, state, page } = query;
  const rows = await findIssues(parts.db, { find, state, now }, { skip: (page - 1) * PER_PAGE, take: PER_PAGE + 1 });
  const at = (number: number) =>
    `/admin/newsletters?${new URLSearchParams({ find, state: state ?? '', page: `${number}` }).toString()}`;
  if (rows.length === 0 && page > 1) return { redirect: at(1) };

  return {
    page: 'mailings/issues',
    title: 'Newsletters',
    model: {
      issues: rows.slice(0, PER_PAGE).map((issue) => shortly(issue, now)),
      states: issueStates.map((value) => ({ value, label: issueStateWords[value].words })),
      query: { find, state },
      isFiltered: find !== '' || state !== undefined,
      previous: page > 1 && at(page - 1),
      next: rows.length > PER_PAGE && at(page + 1),
      zone: here(person).timeZone,
    },
  };
}

const shortly = (issue: Issue, now: Date) => ({
  ...{ id: issue.id, title: issue.title, changedAt: issue.changedAt, scheduledAt: issue.scheduledAt },
  audience: audienceWords[audienceOf(issue.stream)].label,
  size: issue.audience,
  state: issueStateWords[issueStateOf(issue, now)],
});

const audienceOptions = Object.entries(audienceWords).map(([value, { label }]) => ({ value, label }));

export const newIssuePage = ({ entered = { audience: 'newsletter' }, problems = {} }: Again = {}): Reply => ({
  page: 'mailings/write',
  title: 'Write an issue',
  model: { entered, problems, audiences: audienceOptions, longest: LONGEST },
});

/** A draft to write on, or an issue that is on its way, with how far it is. */
export async function issuePage(
  parts: Parts,
  person: SignedIn | undefined,
  id: string,
  { entered, problems = {}, said }: Again & { said?: string | undefined } = {},
): Promise<Reply> {
  const issue = await issueOf(parts, id);
  if (issueStateOf(issue, parts.clock()) !== 'draft') return progressPage(parts, person, issue);

  const { title, markdown } = issue;
  return {
    page: 'mailings/draft',
    title,
    model: {
      issue: { id, title },
      entered: entered ?? { title, markdown, audience: audienceOf(issue.stream) },
      ...{ problems, said, audiences: audienceOptions, longest: LONGEST },
      text: filled((await composeIssue(parts, issue)).text),
    },
  };
}

/** Every reader gets a link of their own, which nobody has yet. */
const filled = (part: string): string => part.replaceAll(UNSUBSCRIBE, 'the-link-of-each-reader');

/** How an issue looks in a mail program, in the light or in the dark, whatever this browser prefers. */
export async function issueLetter(parts: Parts, id: string, theme: 'light' | 'dark'): Promise<Reply> {
  const { html } = await composeIssue(parts, await issueOf(parts, id));
  const scheme = filled(html)
    .replaceAll('color-scheme: light dark', `color-scheme: ${theme}`)
    .replaceAll('content="light dark"', `content="${theme}"`);
  return { letter: scheme.replaceAll('(prefers-color-scheme: dark)', theme === 'dark' ? 'all' : 'not all') };
}

/** A second thought: to how many it goes, and what allows that. */
export async function sendPage(
  parts: Parts,
  person: SignedIn | undefined,
  id: string,
  { entered = {}, problems = {} }: Again = {},
): Promise<Reply> {
  const issue = await issueOf(parts, id);
  if (issueStateOf(issue, parts.clock()) !== 'draft') return progressPage(parts, person, issue);

  const audience = audienceOf(issue.stream);
  return {
    page: 'mailings/send',
    title: `Send “${issue.title}”`,
    model: {
      issue: { id, title: issue.title },
      ...(await countAudience(parts, { audience, issueId: id })),
      ...{ words: audienceWords[audience], most: audiences[audience].most },
      ...{ entered, problems, zone: here(person).timeZone },
    },
  };
}

/** How far an issue is. The page looks again by itself while there is something to see. */
async function progressPage(parts: Parts, person: SignedIn | undefined, issue: Issue): Promise<Reply> {
  const state = issueStateOf(issue, parts.clock());
  const { total, sent, failed, unknown, stopped, waiting, perSecond, secondsLeft } = await deliveryOf(parts, issue.id);
  const zone = here(person).timeZone;
  return {
    page: 'mailings/progress',
    title: issue.title,
    model: {
      issue: { id: issue.id, title: issue.title },
      ...{ sent, failed, unknown, stopped, waiting, total },
      state: issueStateWords[state],
      audience: audienceWords[audienceOf(issue.stream)],
      isPlanned: issue.audience !== null,
      perMinute: Math.round(perSecond * 60),
      left: leftInWords(secondsLeft),
      done: total - waiting,
      // What was stopped before its time has not begun after it either.
      hasBegun: total > 0 || issue.audience !== null || state === 'leaving',
      isCancelled: state === 'cancelled',
      when: zone.as((name) => dateTime(issue.scheduledAt ?? parts.clock(), name)),
      ...{ mayPause: state === 'leaving' || state === 'scheduled', mayResume: state === 'paused' },
      mayCancel: ['leaving', 'scheduled', 'paused'].includes(state),
      looksAgain: state === 'leaving',
      zone,
    },
  };
}

function leftInWords(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  else if (seconds < 60) return 'less than a minute';
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? 'about a minute' : `about ${minutes} minutes`;
}
