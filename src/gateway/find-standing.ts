import type { Tx } from '../platform/db.ts';
import type { Subject } from '../platform/personal.ts';
import type { RuleOn } from '../policy/catalogue.ts';
import type { OutwardRule } from './release.ts';
import { everReleased, standingReleases } from './store.ts';

type ServiceRule = RuleOn<'service'> & OutwardRule;
type Service = { rule: ServiceRule; subjects: Subject[]; to: string; requested: string };

/** The number of the release that stands for one value of somebody, if there is one. */
export type Standing = (subject: Subject, category: string) => bigint | undefined;

/** The releases that stand for a service that lasts: what was told once is told again under the same row. */
export async function findStanding(tx: Tx, service: Service): Promise<Standing> {
  const rows = await standingReleases(tx, service);
  const byValue = new Map(rows.map(({ id, subject, category }) => [`${subject} ${category}`, id]));
  return (subject, category) => byValue.get(`${subject} ${category}`);
}

/** Those of these people of whom this recipient has been told something by this rule. */
export const findTold = async (
  tx: Tx,
  told: { rule: OutwardRule; subjects: Subject[]; to: string },
): Promise<ReadonlySet<Subject>> => new Set(await everReleased(tx, told));
