/**
 * The one catalogue of refusals. A code is stable and belongs to the interface; a sentence may be reworded.
 * `status` is what an HTTP caller gets; on a socket the same code travels in the answer.
 */
const catalogue = {
  'invalid': { status: 422, sentence: 'Some of this could not be understood. See the notes beside the fields.' },
  'not-found': { status: 404, sentence: 'There is nothing here, or it is not yours to see.' },
  'not-allowed': { status: 403, sentence: 'You may not do that here.' },
  'sign-in-first': { status: 401, sentence: 'Sign in first.' },
  'wrong-state': { status: 409, sentence: 'That is not possible right now.' },
  'cross-site': { status: 403, sentence: 'This request came from another site, so it was not carried out.' },
  'too-large': { status: 413, sentence: 'That is more than this page can take.' },
  'too-many': { status: 429, sentence: 'That was a lot at once. Wait a moment and try again.' },
  'unavailable': { status: 503, sentence: 'This is not available for a moment. Try again shortly.' },
  'wrong-credentials': { status: 422, sentence: 'The address or the password is not right.' },
  'address-unconfirmed': {
    status: 403,
    sentence: 'Confirm your e-mail address first. We have sent the link once more.',
  },
  'link-spent': { status: 410, sentence: 'This link has been used or has expired. Ask for a new one.' },
  'offer-gone': { status: 410, sentence: 'We no longer offer this. The link is gone.' },
  'room-ended': { status: 410, sentence: 'This webinar has ended.' },
  'join-first': { status: 409, sentence: 'Join the room first.' },
  'removed': { status: 403, sentence: 'The host has removed you from this webinar.' },
  'moved': { status: 409, sentence: 'You have joined from another tab or device.' },
  'media-unavailable': { status: 503, sentence: 'Sound and picture are restarting. Stay here.' },
  'not-in-policy': { status: 403, sentence: 'The privacy policy in force does not allow it, so it was not done.' },
  'bug': { status: 500, sentence: 'Something broke on our side. It has been written down.' },
} as const satisfies Record<string, { status: number; sentence: string }>;

export type RefusalCode = keyof typeof catalogue;

/** An expected "no" that the person can be told about. It becomes a page or an answer in exactly one place each. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;
  /** Seconds to wait before the same request can succeed, when that is known. */
  readonly retryAfter: number | undefined;
  /** The fields of a form that need another look. */
  readonly problems: Problems | undefined;

  constructor(code: RefusalCode, { sentence, retryAfter, problems }: Details = {}) {
    super(sentence ?? catalogue[code].sentence);
    this.name = 'Refusal';
    this.code = code;
    this.status = catalogue[code].status;
    this.retryAfter = retryAfter;
    this.problems = problems;
  }
}

type Details = { sentence?: string; retryAfter?: number; problems?: Problems };

/** Says no to one field of a form, in words that say what to do. */
export const wrongField = (field: string, sentence: string) =>
  new Refusal('invalid', { problems: { [field]: sentence } });

/** The same answer for "does not exist" and "is not yours": a stranger learns nothing from it. */
export const notFound = () => new Refusal('not-found');
export const notAllowed = () => new Refusal('not-allowed');

/** Bad fields of a form, by name, each with a sentence that says what to do. `''` holds what belongs to no field. */
export type Problems = Record<string, string>;
