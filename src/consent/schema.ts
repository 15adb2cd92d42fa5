import { z } from 'zod';
import { type Signal, signalNames } from '../policy/signals.ts';

const choice = (what: string) => z.enum(['on', 'off'], { error: `Choose whether ${what}.` });

/** One switch or both; what a form leaves out stays as it is. */
export const ChoicesForm = z
  .strictObject({
    ads: choice('advertisements may be picked for you').exactOptional(),
    statistics: choice('your visits may be counted').exactOptional(),
  })
  .refine((form) => Object.keys(form).length > 0, 'Choose what you refuse.');

export const SignalForm = z.strictObject({
  signal: z.enum(signalNames as [Signal, ...Signal[]], { error: 'Choose a signal of your browser.' }),
});

/** What has just been done, for the banner. Words we do not know are ignored. */
export const ChoicesQuery = z.object({ done: z.enum(['kept', 'lifted']).optional().catch(undefined) });
