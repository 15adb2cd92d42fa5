import { collection } from './collection.ts';
import type { Shown } from './mutant.ts';
import { policy } from './policy.ts';
import { rights } from './rights.ts';
import { sharing } from './sharing.ts';
import { use } from './use.ts';

/** What shows that each clause is kept. */
export const covered: Readonly<Record<string, Shown>> = { ...policy, ...collection, ...use, ...sharing, ...rights };

const ADVERTISING = 'there is no advertising on this site yet';
const COUNTING = 'visits are not counted yet';
const OFFERS = 'nothing of third parties is offered yet';

/** What nothing shows yet, and why: no program does it so far, or it is a sentence that binds nobody. */
export const later: Readonly<Record<string, string>> = {
  'PP-02.4': ADVERTISING,
  'PP-02.5': ADVERTISING,
  'PP-03.2': 'no figures are made of what people tell us yet',
  'PP-03.5': 'there is no survey and no contest yet',
  'PP-03.6': 'the only letters are those that people ask for themselves',
  'PP-06.1': 'there is no newsletter yet',
  'PP-06.2': 'there is no letter yet that could be stopped',
  'PP-07.3': COUNTING,
  'PP-07.5': 'nobody else can set a cookie here',
  'PP-07.6': COUNTING,
  'PP-10.1': 'nobody can release anything to an authority yet',
  'PP-10.2': COUNTING,
  'PP-11.1': OFFERS,
  'PP-11.2': OFFERS,
  'PP-11.3': 'it says for what we do not answer, and asks nothing of a program',
  'PP-11.4': OFFERS,
  'PP-16.2': 'there is no form for messages yet; a letter can be written',
};
