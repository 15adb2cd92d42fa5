import { inspect } from 'node:util';

/** Whom a value is about: the id of a person, or of a guest in one webinar. */
export type Subject = string;

/** The four moments at which personal data comes in (PP-02.1). There is no fifth. */
export type CollectionPoint = 'registration' | 'newsletter' | 'survey' | 'form';

/** Whose it is, the policy version under which it was collected, and at which moment. */
export type Origin = { about: Subject; under: number; via: CollectionPoint };

/**
 * A personal value, closed. It cannot be printed, joined, compared, stored or sent: every way of making text of it throws.
 * It opens in the gateway alone, with a rule and its proof, and what comes out is {@link Released} to one kind of recipient.
 */
export class Personal<Category extends string, Value = string> {
  readonly #value: Value;
  readonly category: Category;
  readonly about: Subject;
  readonly under: number;
  readonly via: CollectionPoint;

  private constructor(category: Category, value: Value, { about, under, via }: Origin) {
    this.#value = value;
    this.category = category;
    this.about = about;
    this.under = under;
    this.via = via;
  }

  /** Closes a value as it comes out of a table or in at a door. */
  static seal<Category extends string, Value>(category: Category, value: Value, origin: Origin) {
    return new Personal(category, value, origin);
  }

  /** For the gateway; a house test allows no other caller. */
  static unseal<Value>(personal: Personal<string, Value>): Value {
    return personal.#value;
  }

  toString(): never {
    throw leak(this.category);
  }

  toJSON(): never {
    throw leak(this.category);
  }

  valueOf(): never {
    throw leak(this.category);
  }

  [Symbol.toPrimitive](): never {
    throw leak(this.category);
  }

  [inspect.custom](): string {
    return `[personal ${this.category}]`;
  }
}

/** Closes a value: `seal('name', row.name, { about: row.id, under: 1, via: 'form' })`. */
export const seal = Personal.seal;

/** Seals what may be missing. */
export const sealMaybe = <Category extends string, Value>(category: Category, value: Value | null, origin: Origin) =>
  value === null ? null : seal(category, value, origin);

type Grounds = { about: Subject; to: string; releaseId?: bigint | undefined };

/**
 * A value that the gateway has opened for one kind of recipient. A sink takes those meant for whoever it speaks to, so a
 * value for our relay does not compile on a page; it unwraps them by {@link unwrap}, and other ways of printing throw.
 */
export class Released<To extends string, Value = string> {
  readonly #value: Value;
  readonly recipient: To;
  readonly about: Subject;
  /** Which one of that kind: the host, the webinar, the processor; for `self` the person. */
  readonly to: string;
  /** The row that says so; none for the person's own view and for computations of ours. */
  readonly releaseId: bigint | undefined;

  private constructor(recipient: To, value: Value, { about, to, releaseId }: Grounds) {
    this.#value = value;
    this.recipient = recipient;
    this.about = about;
    this.to = to;
    this.releaseId = releaseId;
  }

  /** For the gateway; a house test allows no other caller. */
  static make<To extends string, Value>(recipient: To, value: Value, grounds: Grounds) {
    return new Released(recipient, value, grounds);
  }

  /** The value, for whoever it was released to. */
  get value(): Value {
    return this.#value;
  }

  /** The same in another form, for the same recipient: a duration for two instants. */
  as<Other>(form: (value: Value) => Other): Released<To, Other> {
    return new Released(this.recipient, form(this.#value), this);
  }

  toString(): never {
    throw leak(this.recipient);
  }

  toJSON(): never {
    throw leak(this.recipient);
  }

  [Symbol.toPrimitive](): never {
    throw leak(this.recipient);
  }

  [inspect.custom](): string {
    return `[released to ${this.recipient}]`;
  }
}

/** What a sink may be given: nothing personal, or what was released to the recipients it speaks to. */
export type Safe<To extends string> =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Date
  | Released<To, unknown>
  | readonly Safe<To>[]
  | { readonly [key: string]: Safe<To> };

/**
 * The same data with every released value in its plain form. Throws for a value that `admits` refuses and for one that
 * nobody has opened: a leak ends as an error page and not on somebody's screen.
 */
export function unwrap(data: unknown, admits: (released: Released<string, unknown>) => boolean): unknown {
  if (isReleased(data)) {
    if (!admits(data)) throw leak(data.recipient);
    return data.value;
  } else if (isPersonal(data)) {
    throw leak(data.category);
  } else if (Array.isArray(data)) {
    return data.map((each) => unwrap(each, admits));
  } else if (isPlain(data)) {
    return Object.fromEntries(Object.entries(data).map(([key, each]) => [key, unwrap(each, admits)]));
  } else {
    return data;
  }
}

const isReleased = (data: unknown): data is Released<string, unknown> => data instanceof Released;
const isPersonal = (data: unknown): data is Personal<string, unknown> => data instanceof Personal;

function isPlain(data: unknown): data is Record<string, unknown> {
  if (typeof data !== 'object' || data === null) return false;
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === Object.prototype || prototype === null;
}

/** Never with the value: errors are written down. */
const leak = (what: string) => new Error(`A personal value (${what}) was used without being released for this.`);
