import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { dirname, join } from 'node:path';

/** How long the host may take to answer. On a closed network nothing answers, and each second is waited for nothing. */
const ANSWER_MS = 4_000;

/** How long the whole file (3 MB) may take. Building takes five minutes, so a slow line is still worth waiting for. */
const FILE_MS = 90_000;

/**
 * Fetches the worker that mediasoup's authors publish with each release, as the package's own install script would;
 * that script falls back to a build with downloads of its own, so it is not called. Says whether it worked, and nothing else.
 */
export async function downloadWorker(version, path) {
  try {
    const archive = await fetchFile(`${base()}/${version}/${archiveName(version)}`);
    unpack(archive, path);
    return true;
  } catch {
    return false;
  }
}

const base = () =>
  process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL || 'https://github.com/versatica/mediasoup/releases/download';

function archiveName(version) {
  const kernel = process.platform === 'linux' ? `-kernel${release().split('.')[0]}` : '';
  return `mediasoup-worker-${version}-${process.platform}-${process.arch}${kernel}.tgz`;
}

async function fetchFile(url) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_MS);
  const response = await fetch(url, { signal: AbortSignal.any([patience.signal, AbortSignal.timeout(FILE_MS)]) });
  clearTimeout(timer);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/** The file takes its place when it is whole. */
function unpack(archive, path) {
  mkdirSync(dirname(path), { recursive: true });
  const folder = mkdtempSync(join(dirname(path), 'unpack-'));
  try {
    writeFileSync(join(folder, 'archive.tgz'), archive);
    const { status } = spawnSync('tar', ['-xzf', 'archive.tgz', 'mediasoup-worker'], { cwd: folder, stdio: 'ignore' });
    if (status !== 0) throw new Error('not an archive with a worker in it');
    renameSync(join(folder, 'mediasoup-worker'), path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
