import type { Category, Combination, Recipient } from './catalogue.ts';

/** Of this kind of information, nothing reaches anybody except these. */
export type Forbidden = { category: Category; except: readonly Recipient[] };

/**
 * Our own rules where the policy is silent. They stand below it and apart from it, and may only narrow: what they forbid
 * is taken out of what an edition allows, and nothing of theirs can put anything in.
 */
export type HouseRule = { id: string; title: string; sentence: string; forbids: readonly Forbidden[] };

export const houseRules: readonly HouseRule[] = [
  {
    id: 'HR-01',
    title: 'Recording',
    sentence: 'Nothing is recorded. Should recording come, nobody is recorded who has not agreed for themselves.',
    forbids: [{ category: 'recording', except: [] }],
  },
  {
    id: 'HR-02',
    title: 'How long we keep things',
    sentence: 'Each kind of information is kept as long as the table below says, and no longer.',
    forbids: [],
  },
  {
    id: 'HR-03',
    title: 'Network addresses',
    sentence: 'Your network address carries sound and picture to you and slows down attackers. It is not stored.',
    forbids: [{ category: 'network_address', except: ['us'] }],
  },
  {
    id: 'HR-04',
    title: 'Chat',
    sentence: 'What is written in a room is kept in memory only and ends with the room.',
    forbids: [{ category: 'chat', except: ['us', 'participants'] }],
  },
  {
    id: 'HR-05',
    title: 'If something leaks',
    sentence: 'If your information gets out through a fault of ours, we tell you within 72 hours of knowing it.',
    forbids: [],
  },
];

/** What is left of these combinations under these house rules. Never more than what was there. */
export function allowedUnder(
  combinations: readonly Combination[],
  rules: readonly Pick<HouseRule, 'forbids'>[],
): Combination[] {
  const forbidden = rules.flatMap(({ forbids }) => forbids);
  return combinations.filter((combination) => !forbidden.some((each) => isForbidden(each, combination)));
}

function isForbidden({ category, except }: Forbidden, combination: Combination): boolean {
  const [what, , recipient] = combination.split(' ');
  return what === category && !except.some((each) => each === recipient);
}
