/** `node bin/fetch-worker.mjs PATH` downloads the media worker that its authors publish. The image is built with it. */
import { downloadWorker } from './boot/download.mjs';
import { say } from './boot/steps.mjs';
import { mediasoupVersion, works } from './boot/worker.mjs';

const path = process.argv[2] ?? '';
const fetched = path !== '' && (await downloadWorker(mediasoupVersion(), path)) && works(path);

say(fetched ? `The media worker is at ${path}.` : 'The media worker could not be downloaded, or does not run here.');
process.exitCode = fetched ? 0 : 1;
