import { collection } from './collection.ts';
import { doors } from './doors.ts';
import { mailings } from './mailings.ts';
import type { Shown } from './mutant.ts';
import { outward } from './outward.ts';
import { policy } from './policy.ts';
import { rights } from './rights.ts';
import { sharing } from './sharing.ts';
import { use } from './use.ts';

/** What shows that each clause is kept. */
export const covered: Readonly<Record<string, Shown>> = {
  ...policy,
  ...collection,
  ...use,
  ...sharing,
  ...rights,
  ...doors,
  ...mailings,
  ...outward,
};

/** What nothing shows yet, and why: no program does it so far, or it is a sentence that binds nobody. */
export const later: Readonly<Record<string, string>> = {
  'PP-02.5': 'it says whose cookie that is, and we neither read nor keep one',
  'PP-03.2': 'no figures are made of what people tell us yet',
  'PP-10.1': 'nobody can release anything to an authority yet',
  'PP-11.3': 'it says for what we do not answer, and asks nothing of a program',
};
