import { expect, test } from 'vitest';
import { readOne } from './sources.ts';

type Locked = {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};

/** The first release without the holes we know of. Below one of these the build stops. */
const FLOORS: [name: string, floor: string, because: string][] = [
  ['nodemailer', '10.0.0', 'line breaks in header comments, mail to a foreign domain'],
  ['handlebars', '4.7.9', 'an object as a dynamic partial ran code'],
  ['mediasoup', '3.27.1', 'crafted packets reached the worker'],
  ['passport', '0.6.0', 'the session id was kept at sign-in'],
  ['linkify-it', '5.0.2', 'quadratic matching'],
  ['multer', '2.2.0', 'uploads that end the process'],
  ['socket.io-parser', '4.2.6', 'attachments without a bound'],
  ['engine.io', '6.4.2', 'a request that ends the process'],
  ['ws', '8.17.1', 'a request with many headers ends the process'],
];

const { packages } = JSON.parse(readOne('package-lock.json')) as { packages: Record<string, Locked> };
const installed = Object.entries(packages).filter(([path]) => path !== '');

test.each(FLOORS)('%s is at least %s: %s', (name, floor) => {
  const versions = installed
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, { version }]) => version ?? '');
  expect(versions.filter((version) => isBelow(version, floor))).toEqual([]);
});

test('every package we run is checked against its hash and none comes from elsewhere than the registry', () => {
  const loose = installed.filter(
    ([, locked]) => !isFromRegistry(locked.resolved) || (runsHere(locked) && locked.integrity === undefined),
  );
  expect(loose.map(([path]) => path)).toEqual([]);
});

test('the lockfile names the packages for other systems too, so that npm ci takes it everywhere', () => {
  const wanted = installed.flatMap(([, { optionalDependencies = {} }]) => Object.entries(optionalDependencies));
  const missing = wanted.filter(
    ([name, version]) => /^\d/.test(version) && packages[`node_modules/${name}`] === undefined,
  );
  expect(missing, 'run node bin/complete-lock.mjs').toEqual([]);
});

test('package.json names exact versions', () => {
  const manifest = JSON.parse(readOne('package.json')) as Record<string, Record<string, string> | undefined>;
  const wanted = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}),
  );

  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('no package runs a script while it is installed', () => {
  expect(readOne('.npmrc')).toMatch(/^ignore-scripts=true$/m);
});

/** No address stands for the registry: npm leaves it out. */
const isFromRegistry = (resolved = 'https://registry.npmjs.org/') => resolved.startsWith('https://registry.npmjs.org/');

function isBelow(version: string, floor: string): boolean {
  return version.localeCompare(floor, 'en', { numeric: true }) < 0;
}

/** The systems that a server of ours runs on: Linux with glibc. What another system would fetch is never fetched here. */
function runsHere({ os = ['linux'], cpu = ['x64'], libc = ['glibc'] }: Locked): boolean {
  return os.includes('linux') && libc.includes('glibc') && (cpu.includes('x64') || cpu.includes('arm64'));
}
