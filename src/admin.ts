import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { addRelay } from './gateway/add-processor.ts';
import { endProcessor } from './gateway/end-processor.ts';
import { findProcessors } from './gateway/find-processors.ts';
import {
  agreementDay,
  hostWithPort,
  OPERATOR,
  processorCategories,
  processorStates,
  purposeNames,
} from './gateway/rules.ts';
import { receiveLetter } from './letters/receive-letter.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig, WrongConfig } from './platform/config.ts';
import { joinDatabase } from './platform/database.ts';
import { openDb } from './platform/db.ts';
import { hostAndPort } from './platform/egress.ts';
import { Refusal } from './platform/errors.ts';
import { line } from './platform/fields.ts';
import { openLog } from './platform/log.ts';
import type { Parts } from './platform/parts.ts';
import { openSecrets } from './platform/secrets.ts';
import { day } from './platform/times.ts';

const USAGE = `Use it like this:

  npm run admin -- processor add --name "Sendwell Ltd" --agreement ./agreement.pdf --signed 2026-11-01 --until 2027-11-01
      The relay of SMTP_URL, once its agreement is signed. Also takes
      --host smtp.example.org:587   checked against SMTP_URL
      --purposes conferencing,periodic_email   of ${purposeNames.join(', ')}; with commas between
      --fields email                what it gets
  npm run admin -- processor list
  npm run admin -- processor end ID

  npm run admin -- letter-in < letter
      One letter that came back, as a mail server hands it over: an answer that says stop, a failure, a complaint.
      Ends with 0 when letters were stopped, and with 3 when it is none of these and was left alone.
`;

/** The command itself is wrong: the exit status is 2, as for a wrong variable. */
class WrongCommand extends Error {}
/** A letter that is nothing for us: the exit status is 3. */
class LeftAlone extends Error {}

type Doing = Pick<Parts, 'db' | 'clock' | 'config' | 'secrets'>;
type Command = (parts: Doing) => Promise<string>;

const listOf = <Name extends string>(names: readonly Name[]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(names, `Choose from ${names.join(', ')}.`)));

const AddOptions = z.strictObject({
  'name': line('Name the company.', 200),
  'kind': z
    .literal('relay', 'Only the relay is added here. Any other company: on /admin/processors, by two admins.')
    .optional(),
  'host': hostWithPort.optional(),
  'agreement': z.string('Name the file of the signed agreement.'),
  'signed': agreementDay,
  'until': agreementDay,
  'purposes': listOf(purposeNames).default(['conferencing', 'periodic_email']),
  'fields': listOf(processorCategories).default(['email']),
});

/** The command that was typed, checked before anything is opened. */
function commandIn(words: string[]): Command {
  const { values, positionals } = parsed(words);
  const [what, verb, id, ...more] = positionals;
  const options = Object.keys(values).length;

  if (what === 'processor' && verb === 'add' && id === undefined) return adding(values);
  else if (what === 'processor' && verb === 'list' && id === undefined && options === 0) return listing;
  else if (what === 'processor' && verb === 'end' && id !== undefined && more.length === 0 && options === 0)
    return ending(id);
  else if (what === 'letter-in' && verb === undefined && options === 0) return receiving;
  else throw new WrongCommand(USAGE);
}

function parsed(args: string[]) {
  const option = { type: 'string' } as const;
  const options = Object.fromEntries(Object.keys(AddOptions.shape).map((name) => [name, option]));
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new WrongCommand(`${error.message}\n\n${USAGE}`);
  }
}

function adding(values: object): Command {
  const result = AddOptions.safeParse(values);
  if (!result.success) {
    const { path, message } = result.error.issues[0] ?? { path: [], message: '' };
    throw new WrongCommand(`--${path.join('.')}: ${message}`);
  }
  const { name, host, agreement, signed, until, purposes, fields } = result.data;
  const agreementSha256 = hashOf(agreement);

  return async (parts) => {
    const { SMTP_URL } = parts.config;
    const hosts = [host ?? (SMTP_URL === undefined ? '' : hostAndPort(SMTP_URL))];
    const terms = { name, hosts, purposes, categories: fields, agreementSha256, signedAt: signed, validUntil: until };
    const id = await addRelay(parts, terms);
    return `${name} is in the register as ${id}, until ${day(until)}. Letters that waited leave within seconds.`;
  };
}

/** npm starts us in the folder of package.json and says where the command was typed. */
function hashOf(file: string): string {
  try {
    const path = resolve(process.env.INIT_CWD ?? process.cwd(), file);
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    throw new WrongCommand(`--agreement: ${file} cannot be read.`);
  }
}

const listing: Command = async (parts) => {
  const found = await findProcessors(parts);
  if (found.length === 0) return 'Nobody helps us yet: this site hands nothing to any other company.';
  return found
    .map(({ id, name, state, hosts, validUntil }) =>
      [id, name, processorStates[state], hosts.join(' '), `until ${day(validUntil)}`].join('  '),
    )
    .join('\n');
};

const ending =
  (id: string): Command =>
  async (parts) => {
    await endProcessor(parts, { id, by: OPERATOR });
    return `${id} has ended. Nothing goes there from now on.`;
  };

/** A mail server keeps what is larger than this to itself. */
const LARGEST_LETTER = 10 * 1024 * 1024;

const receiving: Command = async (parts) => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const received = raw.length > LARGEST_LETTER ? 'left alone' : await receiveLetter(parts, raw);
  if (received === 'left alone') throw new LeftAlone('This is no stop, no failure and no complaint. Nothing was done.');
  return WORDS[received];
};

const WORDS = {
  unsubscribed: 'They asked us to stop. No more letters go there.',
  bounced: 'That mailbox takes no letters. No more go there.',
  complained: 'They called it junk. No more letters go there.',
};

/** Beside the running server or, where none runs, with the database opened for this moment. */
async function run(command: Command): Promise<string> {
  const config = readConfig(process.env);
  await using opened = new AsyncDisposableStack();
  const secrets = openSecrets(config.DATA_DIR);
  const database = await joinDatabase(config, secrets, openLog('silent'));
  opened.defer(() => database.stop());
  const db = opened.adopt(openDb(database.appUrl), (each) => each.close());
  return await command({ config, db, clock: systemClock, secrets });
}

function explained(error: unknown): { said: string; status: number } {
  if (error instanceof WrongCommand || error instanceof WrongConfig) return { said: error.message, status: 2 };
  else if (error instanceof LeftAlone) return { said: error.message, status: 3 };
  else if (!(error instanceof Refusal)) throw error;
  else if (error.code === 'not-found')
    return { said: 'Nobody in the register has that id. The list shows them.', status: 1 };
  const problems = Object.entries(error.problems ?? {}).map(([field, sentence]) => `--${field}: ${sentence}`);
  return { said: problems.join('\n') || error.message, status: 1 };
}

try {
  process.stdout.write(`${await run(commandIn(process.argv.slice(2)))}\n`);
} catch (error) {
  const { said, status } = explained(error);
  process.stderr.write(`${said}\n`);
  process.exitCode = status;
}
