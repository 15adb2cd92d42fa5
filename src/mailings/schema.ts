import { z } from 'zod';
import { emailAddress, line, paragraphs, searchWords } from '../platform/fields.ts';
import { issueStates, LONGEST } from './rules.ts';

export const AddressForm = z.strictObject({ email: emailAddress });
export const Link = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export const IssuePlace = z.strictObject({ id: z.uuid() });

const audience = z.enum(['newsletter', 'updates'], { error: 'Choose to whom it goes.' });

export const IssueForm = z.strictObject({
  audience,
  title: line('Give it a title.', LONGEST.title),
  markdown: paragraphs(LONGEST.markdown).min(1, 'Write something first.'),
});

export const IssuesQuery = z.object({
  find: searchWords(LONGEST.find),
  state: z.enum(issueStates).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1000).catch(1).default(1),
});

export const Theme = z.object({ theme: z.enum(['light', 'dark']).catch('light').default('light') });
export const Done = z.object({ done: z.enum(['kept', 'tested', 'scheduled']).optional().catch(undefined) });

/** A wall time in the zone of whoever schedules; left empty, it leaves now. */
export const SendForm = z.strictObject({
  at: z
    .string({ error: 'Enter a day and a time.' })
    .regex(/^$|^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'Enter a day and a time.')
    .transform((at) => at || undefined),
});
