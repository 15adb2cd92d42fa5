import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './run.mjs';
import { GiveUp, hashOf, isStamped, root, stamp, step } from './steps.mjs';

/** The database client, written anew when a model has changed. */
export const generateClient = (node) =>
  step('database client', async () => {
    const hash = hashOf(
      'prisma/schema.prisma',
      'prisma/models',
      'prisma.config.ts',
      'node_modules/prisma/package.json',
    );
    if (isStamped('client', hash) && existsSync(join(root, 'src/platform/generated/client.ts')))
      return { did: 'unchanged' };

    const { status, said } = await runQuietly(node, ['node_modules/prisma/build/index.js', 'generate'], {
      env: OFFLINE,
    });
    if (status !== 0) throw new GiveUp(`Prisma could not write the database client:\n${said}`);
    stamp('client', hash);
    return { did: 'written' };
  });

/** Prisma would download an engine that only its other commands use; any program it need not download will do. And no telemetry. */
const OFFLINE = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
};
