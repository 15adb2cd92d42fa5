import { type Composed, composeLetter, type Draft } from '../letters/compose-letter.ts';
import { audiences } from '../letters/consenting.ts';
import { UnfitLetter } from '../letters/letter-body.ts';
import type { Config } from '../platform/config.ts';
import { wrongField } from '../platform/errors.ts';
import type { Parts } from '../platform/parts.ts';
import type { IssueWords } from './issue-store.ts';
import { renderIssue } from './render-issue.ts';
import { audienceOf } from './rules.ts';

/** An issue as a letter is made from it. Refuses what no letter may hold, beside the field `markdown`. */
export const draftOf = ({ stream, title, markdown }: IssueWords, { BASE_URL }: Pick<Config, 'BASE_URL'>): Draft => ({
  template: 'issue',
  title,
  model: { title, why: WHY[stream] },
  stream: audiences[audienceOf(stream)].stream,
  body: renderIssue(markdown, BASE_URL),
});

/** Both parts of an issue as they would be stored. Refuses what no letter may hold, beside the field `markdown`. */
export async function composeIssue(parts: Pick<Parts, 'views' | 'config'>, words: IssueWords): Promise<Composed> {
  try {
    return await composeLetter(parts, draftOf(words, parts.config));
  } catch (error) {
    if (error instanceof UnfitLetter) throw wrongField('markdown', UNFIT);
    throw error;
  }
}

const UNFIT = 'Something in it cannot stand in a letter. Write addresses as links that begin with https://.';

const WHY: Record<IssueWords['stream'], string> = {
  news: 'You get this letter because you asked for our news and confirmed it.',
  account: 'You get this letter because you have an account here.',
};
