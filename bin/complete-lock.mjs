/**
 * `node bin/complete-lock.mjs` after every `npm install`: writes the packages for other systems into the lockfile.
 *
 * Some packages bring their program as one optional package for each system. A registry that mirrors only some of them
 * makes npm leave the others out of the lockfile, and `npm ci` then refuses that lockfile everywhere. What is added says
 * for which system it is, so no machine fetches what it cannot run.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));

const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {}, dev }) =>
  Object.entries(optionalDependencies)
    .filter(([name, version]) => /^\d/.test(version) && lock.packages[`node_modules/${name}`] === undefined)
    .map(([name, version]) => [`node_modules/${name}`, entryFor(name, version, dev)]),
);

lock.packages = Object.fromEntries(
  Object.entries({ ...lock.packages, ...Object.fromEntries(missing) }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} packages for other systems added.`);

/** The name of such a package ends with its system. */
function entryFor(name, version, dev) {
  const os = /android|darwin|linux|win32|freebsd|openharmony/.exec(name)?.[0];
  const cpu = /arm64|riscv64|ppc64|s390x|ia32|loong64|x64|arm/.exec(name)?.[0];
  if (os === undefined || cpu === undefined) throw new Error(`${name} does not say for which system it is.`);

  const libc = /musl/.test(name) ? ['musl'] : /gnu/.test(name) ? ['glibc'] : undefined;
  return { version, cpu: [cpu], ...(dev && { dev }), ...(libc && { libc }), optional: true, os: [os] };
}
