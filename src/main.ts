import { cast, castPassword } from '../prisma/cast.ts';
import { seedDemo } from '../prisma/seed.ts';
import { firstAdminLink } from './accounts/make-first-admin.ts';
import type { Waiting } from './letters/hold-letters.ts';
import { readConfig, staysHere, WrongConfig } from './platform/config.ts';
import { openLog } from './platform/log.ts';
import { type Server, startServer } from './server.ts';

const NO_RELAY = '  No letter leaves: set SMTP_URL to a mail relay.';
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

try {
  const config = readConfig(process.env);
  const log = openLog(config.LOG_LEVEL);
  const server = await startServer(config, { log });

  stopOnSignal(server);
  void server.lost.then((sentence) => {
    log.error('database.lost', new Error(sentence));
    process.exit(1);
  });

  // Everybody knows the password of the demo people, so they exist only where nobody else can sign in.
  const demo = LOOPBACK.has(config.HOST) && (await seedDemo(server.parts));
  process.stdout.write(await greeting(server, demo));
} catch (error) {
  if (!(error instanceof WrongConfig)) throw error;

  process.stderr.write(`\n${error.message}\n`);
  process.exit('exitCode' in error ? Number(error.exitCode) : 2);
}

/** What whoever typed the command needs next. */
async function greeting({ parts, url }: Server, demo: boolean): Promise<string> {
  const { config, inbox } = parts;
  const admin = await firstAdminLink(parts);
  const waiting = await parts.letters.waiting();
  const lines = [
    '',
    `  ${config.SITE_NAME} is running at ${config.BASE_URL}`,
    ...(inbox === undefined ? [] : [staysHere(config) ? `  Letters stay here:   ${url}/dev/mail` : NO_RELAY]),
    ...(waiting === undefined ? [] : lettersWait(waiting)),
    ...(demo
      ? [
          `  Demo host:           ${cast.ada.email}`,
          `  Demo members:        ${cast.ben.email}, ${cast.chloe.email}`,
          `  Their password:      ${castPassword}`,
        ]
      : []),
    ...(admin === undefined ? [] : [`  Make the first admin, once: ${admin}`]),
    '',
    '',
  ];
  return lines.join('\n');
}

const lettersWait = ({ relay }: Waiting) => [
  `  Letters wait: there is no agreement with ${relay}. Once it is signed:`,
  '    npm run admin -- processor add --name "Name of the company" --agreement ./agreement.pdf --signed 2026-11-01 --until 2027-11-01',
];

/** The first signal lets everything end in order; a second one ends the process at once. */
function stopOnSignal(server: Server): void {
  let stopping = false;

  async function stop(): Promise<void> {
    if (stopping) process.exit(1);
    stopping = true;
    await server.close();
    process.exit(0);
  }

  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}
