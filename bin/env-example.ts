/** `node bin/env-example.ts` writes .env.example from the schema of the configuration. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { envExample } from '../src/platform/env-example.ts';

writeFileSync(fileURLToPath(new URL('../.env.example', import.meta.url)), envExample());
