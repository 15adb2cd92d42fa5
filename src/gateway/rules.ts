import { z } from 'zod';
import { isoDay } from '../platform/fields.ts';
import { type Category, type Purpose, purposes, type RuleName, ruleNames, rules } from '../policy/catalogue.ts';

/** What companies help us with, as people read it. */
export const processorKinds = {
  relay: 'delivers our letters',
  analytics: 'helps us count visits',
  storage: 'stores files for us',
  turn: 'carries sound and picture past strict firewalls',
  other: 'helps us otherwise',
} as const satisfies Record<string, string>;
export type ProcessorKind = keyof typeof processorKinds;
export const kindNames = Object.keys(processorKinds) as ProcessorKind[];

/** The rules by which each kind of company may be handed something. A kind without one is handed nothing personal. */
const RULES_OF_KIND: Record<ProcessorKind, readonly RuleName[]> = {
  relay: ['relay-letters', 'relay-news'],
  analytics: ['understand-visitors'],
  storage: [],
  turn: [],
  other: [],
};

/** What a company of this kind may be handed at most, whatever its agreement says (PP-08.1, PP-09.3). */
export const categoriesFor = (kind: ProcessorKind): readonly Category[] => [
  ...new Set(RULES_OF_KIND[kind].flatMap((name) => rules[name].categories)),
];

/** What a company of this kind may use it for: whoever counts visits, only to improve the site (PP-08.1); others, any of ours. */
export const purposesFor = (kind: ProcessorKind): readonly Purpose[] =>
  kind === 'analytics' ? ['improve_site'] : purposeNames;

/** Everything that the catalogue lets any processor have. */
export const processorCategories: readonly Category[] = [
  ...new Set(
    ruleNames.filter((name) => rules[name].recipient === 'processor').flatMap((name) => [...rules[name].categories]),
  ),
];

export const purposeNames = Object.keys(purposes) as (keyof typeof purposes)[];

/** How a processor stands. Only one that is `in use` receives anything. */
export const processorStates = {
  'waiting': 'Waits for the second admin',
  'not-yet': 'Not yet: its agreement begins later',
  'in-use': 'In use',
  'run-out': 'Its agreement has run out',
  'ended': 'Ended',
} as const;
export type ProcessorState = keyof typeof processorStates;

export type Standing = {
  addedBy: string;
  signedAt: Date;
  validUntil: Date;
  approval: object | null;
  end: object | null;
};

/** How it stands now (PP-09.3). The operator's own entry needs no second admin: record 022. */
export function stateOf({ addedBy, signedAt, validUntil, approval, end }: Standing, now: Date): ProcessorState {
  if (end !== null) return 'ended';
  else if (validUntil <= now) return 'run-out';
  else if (addedBy !== OPERATOR && approval === null) return 'waiting';
  else return signedAt <= now ? 'in-use' : 'not-yet';
}

/** Stands in place of a person where an entry was made at the command line. */
export const OPERATOR = 'operator';

const NAME = /^(?=.{1,253}$)(?!.*\.\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const isAddress = (host: string) =>
  z.ipv4().safeParse(host).success || (/^\[.+\]$/.test(host) && z.ipv6().safeParse(host.slice(1, -1)).success);

/** One `host:port`: a full name or an address and a port in digits. No scheme, no path, no wildcard. */
export const hostWithPort = z
  .string({ error: 'Enter where it is reached, like smtp.example.org:587.' })
  .trim()
  .toLowerCase()
  .refine((text) => {
    const [, host = '', port = ''] = /^(.+):([1-9]\d{0,4})$/.exec(text) ?? [];
    return (NAME.test(host) || isAddress(host)) && Number(port) <= 65_535;
  }, 'Enter one host and its port, like smtp.example.org:587.');

/** A day as `2026-11-01`; it begins at midnight UTC. */
export const agreementDay = isoDay('Enter a day like 2026-11-01.').transform((text) => new Date(text));

export const agreementHash = z
  .string({ error: 'Enter the SHA-256 of the agreement.' })
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/, 'The SHA-256 of a file is 64 letters and digits, from 0 to 9 and a to f.');
