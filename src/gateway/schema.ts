import { z } from 'zod';
import { line, searchWords } from '../platform/fields.ts';
import type { Category } from '../policy/catalogue.ts';
import type { Agreement } from './add-processor.ts';
import {
  agreementDay,
  agreementHash,
  hostWithPort,
  kindNames,
  type ProcessorState,
  processorCategories,
  processorStates,
  purposeNames,
} from './rules.ts';

const ticked = z.literal('yes', { error: 'Tick the box or leave it.' }).optional();

/** One box for each thing, under a name of its own: `purpose-conferencing`. */
const boxes = <Name extends string>(start: string, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [`${start}-${name}`, ticked]));

const chosen = <Name extends string>(form: Record<string, unknown>, start: string, names: readonly Name[]) =>
  names.filter((name) => form[`${start}-${name}`] === 'yes');

export const ProcessorForm = z
  .strictObject({
    name: line('Enter the name of the company.', 200),
    kind: z.enum(kindNames, { error: 'Choose what it helps with.' }),
    host: hostWithPort,
    agreementSha256: agreementHash,
    signed: agreementDay,
    until: agreementDay,
    ...boxes('purpose', purposeNames),
    ...boxes('field', processorCategories),
  })
  .refine(({ signed, until }) => signed < until, {
    path: ['until'],
    error: 'Enter a day after the one it was signed on.',
  })
  .transform(
    ({ name, kind, host, agreementSha256, signed, until, ...rest }): Agreement => ({
      name,
      kind,
      hosts: [host],
      agreementSha256,
      signedAt: signed,
      validUntil: until,
      purposes: chosen(rest, 'purpose', purposeNames),
      categories: chosen<Category>(rest, 'field', processorCategories),
    }),
  );

/** Which companies of the register are shown: words of their names or hosts, and how they stand. */
export const ProcessorsQuery = z.object({
  find: searchWords(120),
  state: z
    .enum(Object.keys(processorStates) as ProcessorState[])
    .optional()
    .catch(undefined),
});
export type ProcessorsQuery = z.infer<typeof ProcessorsQuery>;

export const ProcessorParams = z.strictObject({ id: z.string().regex(/^[a-z0-9-]{1,60}$/) });
