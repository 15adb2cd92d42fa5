import type { Parts } from '../platform/parts.ts';
import type { Subject } from '../platform/personal.ts';
import { type Comparison, compareVersions } from '../policy/compare-versions.ts';
import { livePolicy, type Policy, policyVersion } from '../policy/policy.ts';
import { inWords } from '../policy/words.ts';
import { acknowledge } from './decide.ts';
import { latestAcknowledged } from './store.ts';

type TellParts = Pick<Parts, 'db' | 'clock' | 'log'>;

export type Changes = {
  /** For the block at the top of a page; nothing where there is only an acknowledgement to write down. */
  notice: ChangeNotice | undefined;
  /** To be called once the page with the notice is ready. Never rejects: a page is worth more than its acknowledgement. */
  told(): Promise<void>;
};

export type ChangeNotice = {
  version: number;
  /** Sentences that are new, worded anew or gone. */
  sentences: number;
  allowedNew: string[];
  allowedNoMore: string[];
};

/** How many people are remembered at once. More costs memory, fewer costs a query for each of their pages. */
const REMEMBERED = 10_000;

/**
 * Answers what somebody signed in has not been told yet of the version in force (PP-01.3). They are told once, and that
 * they went on using the site is written down once for each version: never before its time, and it grants nothing.
 */
export function openChanges(parts: TellParts): (subject: Subject) => Promise<Changes | undefined> {
  const acknowledged = new Map<Subject, number>();

  return async (subject) => {
    const live = await livePolicy(parts);
    if (acknowledged.get(subject) === live.version) return undefined;

    const known = await latestAcknowledged(parts.db, subject);
    if (known === live.version) {
      remember(acknowledged, subject, live.version);
      return undefined;
    }
    return {
      notice: await noticeOf(parts, live, known),
      async told() {
        if (await isWritten(parts, subject, live)) remember(acknowledged, subject, live.version);
      },
    };
  };
}

/** Compares with what they knew; those who knew none are told what the latest change was. */
async function noticeOf(parts: TellParts, live: Policy, known = live.version - 1): Promise<ChangeNotice | undefined> {
  if (known < 1) return undefined;
  return noticeFrom(live.version, compareVersions(await policyVersion(parts, known), live));
}

const noticeFrom = (version: number, { changed, added, removed, allowedNew, allowedNoMore }: Comparison) => ({
  version,
  sentences: changed.length + added.length + removed.length,
  allowedNew: allowedNew.map(inWords),
  allowedNoMore: allowedNoMore.map(inWords),
});

async function isWritten(parts: TellParts, subject: Subject, { version, bodySha256 }: Policy): Promise<boolean> {
  try {
    await acknowledge(parts, parts.db, { subject, version, surface: 'continued_use', shown: bodySha256 });
    return true;
  } catch (error) {
    parts.log.error('acknowledgement-not-written', error, { version });
    return false;
  }
}

function remember(acknowledged: Map<Subject, number>, subject: Subject, version: number): void {
  if (acknowledged.size >= REMEMBERED) acknowledged.clear();
  acknowledged.set(subject, version);
}
