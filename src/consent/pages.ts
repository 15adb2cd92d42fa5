import type { Problems } from '../platform/errors.ts';
import type { Reply, Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { choicesOf } from './find-choices.ts';

const DONE = {
  kept: 'Your choice is kept. It counts from this page on.',
  lifted: 'Your account no longer keeps to that signal. A browser that sends it is obeyed as before.',
};

/** Two switches, and what this site understood from this very browser (PP-02.6, PP-12.1). */
export async function choicesPage(
  parts: Pick<Parts, 'db'>,
  visit: Visit,
  { problems = {}, done }: { problems?: Problems; done?: keyof typeof DONE | undefined } = {},
): Promise<Reply> {
  const choices = await choicesOf(parts, visit);
  return {
    page: 'consent/choices',
    title: 'Your privacy choices',
    model: { choices, problems, done: done && DONE[done] },
  };
}
