import type { Slot } from './rules.ts';

/** An advertisement of our own, which leads to a page of ours; or a frame that another company fills. */
export type Ad = { id: string } & ({ title: string; text: string; path: string } | { frame: string });

/** Whoever fills the slots. It is asked with the name of a slot and nothing else, so it can know nothing of who looks (PP-02.4). */
export type AdVendor = {
  /** As the pages name it. */
  name: string;
  /** Another company: where its frames come from, and where its own policy stands (PP-07.5). Our own advertisements have neither. */
  elsewhere?: { origin: string; policyUrl: string };
  adFor(slot: Slot): Promise<Ad | undefined>;
};
