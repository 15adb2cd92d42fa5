/** A company that may receive something now. Made by {@link LiveProcessor.from} in `find-processors.ts` alone. */
export class LiveProcessor {
  readonly id: string;
  readonly #row: ProcessorTerms;

  private constructor(row: ProcessorTerms) {
    this.id = row.id;
    this.#row = row;
  }

  /** For the register; a house test allows no other caller. */
  static from(row: ProcessorTerms): LiveProcessor {
    return new LiveProcessor(row);
  }

  /** Asked again at each release, because an agreement can run out while somebody holds this. */
  mayReceive(category: string, purpose: string, at: Date): boolean {
    const { categories, purposes, signedAt, validUntil } = this.#row;
    return categories.includes(category) && purposes.includes(purpose) && signedAt <= at && at < validUntil;
  }
}

export type ProcessorTerms = {
  id: string;
  purposes: readonly string[];
  categories: readonly string[];
  signedAt: Date;
  validUntil: Date;
};

/** A lawful request that two people approved (PP-10.1). Nothing makes one yet: the disclosure desk will. */
export abstract class ApprovedOrder {
  abstract readonly id: string;
  abstract covers(subject: string, category: string): boolean;
}
