import {
  categories,
  categoryNames,
  combinationOf,
  purposes,
  recipients,
  ruleNames,
  rules,
} from '../policy/catalogue.ts';
import { keptInBrowser } from '../policy/cookies.ts';
import { type HeldColumn, held } from '../policy/held.ts';
import type { Policy } from '../policy/policy.ts';
import { ends, retention } from '../policy/retention.ts';
import { answerTo, signalNames } from '../policy/signals.ts';
import { tensions } from '../policy/tensions.ts';
import { purposeWords } from '../policy/words.ts';
import { builtRules } from './in-use.ts';

/** What stands below the sentences of the policy, all of it made from what the programs obey. */
export const tablesBelow = (policy: Pick<Policy, 'allowed'>) => ({
  purposes: Object.entries(purposes).map(([name, clause]) => ({
    clause,
    words: purposeWords[name as keyof typeof purposes],
  })),
  categories: categoryNames.map((category) => ({
    name: categories[category],
    kept: retention[category].words,
    ends: endsOf(category),
    uses: usesOf(category, policy),
  })),
  cookies: keptInBrowser.map((each) => ({ ...each, where: WHERE[each.where] })),
  tensions: tensions.map((each) => ({ ...each, clauses: [...each.clauses] })),
  signals: signalNames.map(answerTo),
});

const WHERE = {
  cookie: 'Cookie of ours',
  sessionStorage: 'Memory of one tab',
  localStorage: 'Memory of the browser',
};

/** When each comes to its end, where one kind of information is kept in several ways. */
function endsOf(category: (typeof categoryNames)[number]): string[] {
  const columns = (Object.keys(ends) as HeldColumn[]).filter((column) => held[column].category === category);
  const words = [...new Set(columns.map((column) => ends[column].words))];
  return words.length > 1 ? words : [];
}

/** What the version in force lets happen to one kind of information, in words. */
function usesOf(category: (typeof categoryNames)[number], { allowed }: Pick<Policy, 'allowed'>) {
  return ruleNames
    .filter((name) => rules[name].categories.some((each) => each === category))
    .filter((name) => allowed.has(combinationOf(name, category)))
    .map((name) => {
      const { words, recipient, clause } = rules[name];
      return { words, recipient: recipients[recipient], clause, isBuilt: builtRules.includes(name) };
    });
}
