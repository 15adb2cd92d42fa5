import { existsSync } from 'node:fs';
import { runQuietly } from './run.mjs';
import { GiveUp, step } from './steps.mjs';

/** dpkg's own placeholders. */
const FORMAT = `--showformat=\${Package} \${Status}\n`;

const CHROMIUM = '/usr/bin/chromium';

/** What compiles the thin clients of the benchmarks. */
const COMPILER = ['gcc', 'libc6-dev', 'libssl-dev'];

/** What this run needs of the system: the packages that build the media worker, if it must be built, a browser for the tests, a compiler for the benchmarks. */
export const ensurePackages = ({ builds, browses, benches }) =>
  step('system', async () => {
    const wanted = [...builds, ...(browses && !existsSync(CHROMIUM) ? ['chromium'] : []), ...(benches ? COMPILER : [])];
    const missing = await notInstalled(wanted);
    if (missing.length === 0) return { did: wanted.length === 0 ? 'nothing needed' : 'unchanged' };

    await installPackages(missing);
    return { did: `installed ${missing.length} packages` };
  });

async function notInstalled(names) {
  if (names.length === 0) return [];
  const { status, said } = await runQuietly('dpkg-query', ['--show', FORMAT, ...names]);
  if (status === -1)
    throw new GiveUp(
      `This is not Debian, so install what these Debian packages hold by your own means, and start again: ${names.join(' ')}`,
    );

  const installed = said
    .split('\n')
    .filter((line) => line.endsWith(' install ok installed'))
    .map((line) => line.split(' ')[0]);
  return names.filter((name) => !installed.includes(name));
}

async function installPackages(names) {
  if (process.getuid() !== 0) {
    throw new GiveUp(
      `Some Debian packages are missing. Run this line, then start again:\n\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}\n`,
    );
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get', ['update'], env);
  await mustRun('apt-get', ['install', '-y', '--no-install-recommends', ...names], env);
}

async function mustRun(command, args, env) {
  const { status, said } = await runQuietly(command, args, { env });
  if (status !== 0) throw new GiveUp(`${command} ${args.join(' ')} did not work:\n${said}`);
}
