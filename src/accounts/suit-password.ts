import { compute } from '../gateway/release.ts';
import { passwordProblem } from './rules.ts';
import type { Person } from './store.ts';

/** What is wrong with a new password for this person, as a sentence; nothing when it may be used. */
export const passwordProblemFor = (person: Person, password: string, siteName: string): string | undefined =>
  compute('run-service', person.name, (name) =>
    compute('run-service', person.email, (email) => passwordProblem(password, { name, email, siteName })),
  );
