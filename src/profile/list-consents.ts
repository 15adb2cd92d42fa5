import { type Consent, type ConsentEvent, consentsOf, wereShown, wordsOf } from '../consent/find-consents.ts';
import type { Parts } from '../platform/parts.ts';
import type { Released, Subject } from '../platform/personal.ts';
import { categories } from '../policy/catalogue.ts';
import { type Recipient, recipientsWith } from '../webinars/find-recipients.ts';

type ListParts = Pick<Parts, 'db' | 'config'>;
type Words = string | Released<'participants'>;

/** One thing somebody opted into or took back, in words for them. */
export type Agreed = Consent & {
  what: string;
  to: Words;
  /** The page of the webinar, or of the latest one of the host. */
  code: string | undefined;
  /** What stood beside the box, with the recipient's present name. */
  words: Words;
};

/** What a person agreed to, each with who receives it, and the versions of the policy they took note of. */
export async function listConsents(parts: ListParts, subject: Subject) {
  const { consents, acknowledged } = await consentsOf(parts, subject);
  const recipients = await recipientsWith(
    parts,
    consents.map(({ recipientId }) => recipientId),
  );
  const agreed = consents.map((each) => inWords(parts, each, recipients.get(each.recipientId)));
  return { agreed, acknowledged };
}

/** One of them. */
export async function agreedOf(parts: ListParts, consent: Consent): Promise<Agreed> {
  const recipients = await recipientsWith(parts, [consent.recipientId]);
  return inWords(parts, consent, recipients.get(consent.recipientId));
}

function inWords({ config }: ListParts, consent: Consent, recipient: Recipient | undefined): Agreed {
  const name =
    consent.recipientId === 'us' ? config.SITE_NAME : (recipient?.name ?? 'somebody who is not here any more');
  return {
    ...consent,
    what: categoriesIn(consent.latest),
    to: recipient?.kind === 'webinar' ? mapped(name, (title) => `everybody in “${title}”`) : name,
    code: recipient?.code,
    words: mapped(name, (each) => wordsOf(consent.latest, each) ?? NO_WORDS),
  };
}

export const categoriesIn = ({ fields }: Pick<ConsentEvent, 'fields'>): string =>
  fields
    .map((each) => (Object.hasOwn(categories, each) ? categories[each as keyof typeof categories] : each))
    .join(', ');

const NO_WORDS = 'We no longer offer this.';

/** The words of one event when they are the very ones that were shown; otherwise why they are not here. */
export const exactWords = (event: ConsentEvent, words: Words): Words =>
  mapped(words, (each) => (wereShown(event, each) ? each : CHANGED));

const CHANGED =
  'These words, or a name in them, have changed since. We keep the fingerprint of what was shown and not the words themselves.';

const mapped = (words: Words, form: (words: string) => string): Words =>
  typeof words === 'string' ? form(words) : words.as(form);
