import { note } from '../audit/note.ts';
import type { Tx } from '../platform/db.ts';
import { hostAndPort } from '../platform/egress.ts';
import { Refusal, wrongField } from '../platform/errors.ts';
import type { PersonId } from '../platform/ids.ts';
import type { Parts } from '../platform/parts.ts';
import type { Category } from '../policy/catalogue.ts';
import { categoriesFor, OPERATOR, type ProcessorKind, purposesFor } from './rules.ts';
import { insertProcessor, processorIdsLike } from './store.ts';

/** What an agreement says. `validUntil` is the first instant at which it no longer holds. */
export type Agreement = {
  name: string;
  kind: ProcessorKind;
  hosts: readonly string[];
  purposes: readonly string[];
  categories: readonly Category[];
  agreementSha256: string;
  signedAt: Date;
  validUntil: Date;
};

type AddParts = Pick<Parts, 'db' | 'clock'>;

/**
 * Writes a company into the register, where it waits for a second admin (PP-08.2, PP-09.3). Returns its id. Refuses what its
 * kind may not be handed (PP-08.1), and an agreement that is not signed yet or has run out.
 */
export const addProcessor = (parts: AddParts, agreement: Agreement, by: PersonId): Promise<string> =>
  written(parts, agreement, by);

/**
 * The operator's own entry, in use at once: for the relay of the configuration and for nobody else. Naming the relay in
 * the configuration and signing with it are both acts of the operator (record 022).
 */
export async function addRelay(
  parts: AddParts & Pick<Parts, 'config'>,
  agreement: Omit<Agreement, 'kind'>,
): Promise<string> {
  const { SMTP_URL } = parts.config;
  if (SMTP_URL === undefined)
    throw new Refusal('wrong-state', { sentence: 'SMTP_URL names no relay, so there is none to agree with.' });

  const relay = hostAndPort(SMTP_URL);
  if (agreement.hosts.some((host) => host !== relay))
    throw wrongField(
      'host',
      `SMTP_URL names ${relay}. Any other company is added on /admin/processors, where it takes two admins.`,
    );
  return written(parts, { ...agreement, kind: 'relay' }, OPERATOR);
}

async function written({ db, clock }: AddParts, agreement: Agreement, by: PersonId | typeof OPERATOR) {
  const at = clock();
  refuseUnfit(agreement, at);

  return db.transaction(async (tx) => {
    const id = await freeId(tx, agreement.name);
    const { hosts, purposes, categories, ...rest } = agreement;
    await insertProcessor(tx, {
      id,
      ...rest,
      hosts: [...hosts],
      purposes: [...purposes],
      categories: [...categories],
      addedBy: by,
      addedAt: at,
    });
    const { kind } = agreement;
    await note(tx, { at, event: 'processor.added', ...whoDid(by), facts: { processor: id, kind } });
    return id;
  });
}

/** For a note: the admin, or nobody where the operator did it at the command line. */
export const whoDid = (by: PersonId | typeof OPERATOR) => (by === OPERATOR ? {} : { by });

function refuseUnfit({ kind, categories, purposes, signedAt, validUntil }: Agreement, now: Date): void {
  const allowed = categoriesFor(kind);
  if (categories.some((category) => !allowed.includes(category)))
    throw wrongField('fields', 'The privacy policy does not let a company of this kind have that.');
  else if (purposes.length === 0) throw wrongField('purposes', 'Say what for. One of the six is enough.');
  else if (!purposes.every((purpose) => purposesFor(kind).some((each) => each === purpose)))
    throw wrongField(
      'purposes',
      'A company that counts visits may use them to improve the site, and for nothing else.',
    );
  else if (signedAt > now) throw wrongField('signed', 'This day is yet to come. Add the company once it has signed.');
  else if (validUntil <= now) throw wrongField('until', 'By this day the agreement has run out already.');
}

/** `sendwell-ltd` for Sendwell Ltd, with a number where an earlier agreement has that already. */
async function freeId(tx: Tx, name: string): Promise<string> {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const start =
    plain
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 50)
      .replaceAll(/^-+|-+$/g, '') || 'processor';
  const taken = await processorIdsLike(tx, start);
  const numbers = Array.from({ length: taken.size + 1 }, (_, index) => index + 1);
  return numbers.map((number) => (number === 1 ? start : `${start}-${number}`)).find((id) => !taken.has(id)) ?? start;
}
