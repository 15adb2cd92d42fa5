/** A value that anybody may read, in the place of a sealed one and of a released one. */
export class Personal {
  readonly value: unknown;
  readonly category: string;
  readonly about: string;
  readonly under: number;
  readonly via: string;

  constructor(category: string, value: unknown, { about, under, via }: { about: string; under: number; via: string }) {
    this.value = value;
    this.category = category;
    this.about = about;
    this.under = under;
    this.via = via;
  }

  toString(): string {
    return String(this.value);
  }

  toJSON(): unknown {
    return this.value;
  }
}

export const seal = (category: string, value: unknown, origin: { about: string; under: number; via: string }) =>
  new Personal(category, value, origin);

export const sealMaybe = (category: string, value: unknown, origin: { about: string; under: number; via: string }) =>
  value === null ? null : seal(category, value, origin);

/** What is to be printed prints itself. */
export const unwrap = (data: unknown): unknown => data;
