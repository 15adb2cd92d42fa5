/**
 * `node bin/check-draw.mjs draw.json` does the draw of a contest again and says whether it comes out as published. The file
 * is what `/contests/<code>/draw.json` gives. Whoever wrote down the SHA-256 that stood on the page before the end adds it
 * as a second word. It needs Node and nothing of ours; the steps stand on the page of each draw.
 */
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

const RANGE = 2 ** 48;

const [file, noted] = process.argv.slice(2);
if (file === undefined) {
  console.error('Say which draw: node bin/check-draw.mjs draw.json');
  process.exit(2);
}
const draw = JSON.parse(readFileSync(file, 'utf8'));
const wrong = flawsIn(draw);
for (const each of wrong) console.error(each);
if (wrong.length > 0) process.exit(1);
console.log(`The draw is right: of ${draw.numbers.length} numbers, ${draw.winners.join(', ')} won.`);

function flawsIn({ seed, seedSha256, numbers, winners, howMany }) {
  const flaws = [];
  if (createHash('sha256').update(seed).digest('hex') !== seedSha256)
    flaws.push('The seed is not the one of the hash.');
  if (noted !== undefined && noted.toLowerCase() !== seedSha256)
    flaws.push('The hash is not the one you read before the end.');
  if (new Set(numbers).size !== numbers.length) flaws.push('A number took part twice.');
  const again = drawAgain(seed, numbers, howMany);
  if (again.join() !== winners.join())
    flaws.push(`The winners should be ${again.join(', ')}, not ${winners.join(', ')}.`);
  return flaws;
}

function drawAgain(seed, numbers, howMany) {
  const row = numbers.toSorted((one, other) => one - other);
  const key = Buffer.from(seed, 'hex');
  const winners = [];
  let count = 0;

  while (winners.length < howMany && row.length > 0) {
    const limit = RANGE - (RANGE % row.length);
    let random = RANGE;
    while (random >= limit) {
      random = createHmac('sha256', key).update(`draw:${count}`).digest().readUIntBE(0, 6);
      count += 1;
    }
    const [winner] = row.splice(random % row.length, 1, row[0]);
    winners.push(winner);
    row.shift();
  }
  return winners;
}
