import { createHmac } from 'node:crypto';

/** How many bytes of each HMAC make one random number. */
const BYTES = 6;
const RANGE = 2 ** (8 * BYTES);

/**
 * Who wins, computed from the seed and the numbers that took part, so that anybody can do it again (record 030):
 *
 * 1. The numbers stand in a row, the smallest first.
 * 2. The nth random number, n from 0, is the first six bytes of HMAC-SHA-256 with the 32 bytes of the seed as its key and
 *    the text `draw:n` as its message, read as a whole number with the highest byte first.
 * 3. For each winner in turn, with `left` numbers still in the row: random numbers that are not below the largest multiple of
 *    `left` are passed over, and the remainder of the next by `left` says how far to count from the first number still in
 *    the row. That one wins, and changes places with the first still in the row.
 *
 * Returns as many as are asked for, or all where there are fewer, in the order in which they were drawn.
 */
export function drawNumbers(seed: string, numbers: readonly number[], howMany: number): number[] {
  const row = numbers.toSorted((one, other) => one - other);
  const next = randomNumbers(Buffer.from(seed, 'hex'));
  const winners = Math.min(howMany, row.length);

  for (let place = 0; place < winners; place += 1) {
    const drawn = place + below(row.length - place, next);
    [row[place], row[drawn]] = [row[drawn] ?? 0, row[place] ?? 0];
  }
  return row.slice(0, winners);
}

/** Passing over the last, incomplete round makes every remainder equally likely. */
function below(left: number, next: () => number): number {
  const limit = RANGE - (RANGE % left);
  let random = next();
  while (random >= limit) random = next();
  return random % left;
}

function randomNumbers(key: Buffer): () => number {
  let count = 0;
  return () => {
    const bytes = createHmac('sha256', key).update(`draw:${count}`).digest();
    count += 1;
    return bytes.readUIntBE(0, BYTES);
  };
}
