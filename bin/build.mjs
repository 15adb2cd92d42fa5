/** `node bin/build.mjs` writes what is generated and not committed: the database client and the browser bundle. */
import { buildBundle } from './boot/bundle.mjs';
import { generateClient } from './boot/generate.mjs';

await generateClient(process.execPath);
await buildBundle(process.execPath);
