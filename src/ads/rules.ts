/**
 * The pages with a place for an advertisement, by their address: pages for the public on which nobody is asked for anything.
 * A room, an account, a form, a page of the privacy policy or of staff is none, and a new page is none until it stands here.
 */
const SLOTS = { '/': 'home', '/offers': 'offers' } as const;
export type Slot = (typeof SLOTS)[keyof typeof SLOTS];

export const slotOn = (path: string): Slot | undefined =>
  path in SLOTS ? SLOTS[path as keyof typeof SLOTS] : undefined;

/** What the slots are called where staff read of them. */
export const slotNames: Record<Slot, string> = { home: 'Home page', offers: 'Offers' };
