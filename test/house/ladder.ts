import { circles, type Import, importsOf } from './imports.ts';
import type { Sources } from './sources.ts';

/** Reads left to right; a folder may import only from folders to its left. */
export const ladder = [
  'platform',
  'protocol',
  'audit',
  'policy',
  'consent',
  'gateway',
  'letters',
  'accounts',
  'webinars',
  'mailings',
  'surveys',
  'support',
  'offers',
  'visits',
  'ads',
  'sfu',
  'rooms',
  'personal-data',
  'profile',
  'site',
];

/** The files that know the whole house: addresses, jobs, the order of opening and the process. */
const TOP = /^src\/(app|admin|jobs|postman|server|main)\.ts$/;

/** Packages that stay behind a door: which, and the files that may open it. */
const doors = [
  {
    rule: 'express-stays-at-the-door',
    packages: /^(express|express-session|passport|helmet)$/,
    files: /^src\/(app\.ts|platform\/|[^/]+\/routes\.ts)/,
  },
  {
    rule: 'sockets-stay-at-the-gateway',
    packages: /^socket\.io$/,
    files: /^src\/(main\.ts|rooms\/gateway\.ts)/,
  },
  { rule: 'mediasoup-stays-in-sfu', packages: /^mediasoup($|\/)/, files: /^src\/sfu\// },
  {
    rule: 'prisma-stays-in-stores',
    packages: /^(@prisma\/|pg$|src\/platform\/generated\/)/,
    files: /^src\/(platform\/|[^/]+\/((issue-)?store|personal-data)\.ts)/,
  },
  { rule: 'letters-leave-by-one-module', packages: /^(nodemailer|smtp-server|mailparser)/, files: /^src\/platform\// },
  {
    rule: 'one-way-out',
    packages: /^(node:)?(net|tls|http|https|http2|dgram)$|^(undici|axios|got|node-fetch|ws)($|\/)/,
    // The way out, whoever listens, and whoever reads what came in. What they may import of it, oxlint says.
    files: /^src\/(server\.ts|platform\/((egress|inbox|config|network)\.ts|http\/)|rooms\/(gateway|open-rooms)\.ts)/,
  },
  { rule: 'the-queue-stays-in-platform', packages: /^pg-boss$/, files: /^src\/platform\// },
];

export type Crossing = Import & { rule: string };

/** Crossings that were decided, each with its record. A line nobody needs any more must go. */
export const decided: (Crossing & { because: string })[] = [
  {
    rule: 'express-stays-at-the-door',
    from: 'src/accounts/session-store.ts',
    to: 'express-session',
    because: 'docs/decisions/006-sessions-are-kept-by-accounts.md',
  },
];

/** Every import that crosses a border, under the name of the rule it breaks. */
export function crossings(sources: Sources): Crossing[] {
  const imports = importsOf(sources);
  return [
    ...imports.flatMap((each) => broken(each).map((rule) => ({ rule, ...each }))),
    ...circles(imports).map((way) => ({ rule: 'no-circles', from: way.split(' > ')[0] ?? '', to: way })),
    ...strangers([...sources.keys()]),
    ...orphans([...sources.keys()], imports),
  ];
}

function broken({ from, to }: Import): string[] {
  const rules: [string, boolean][] = [
    [`${folderOf(from)}-imports-only-leftward`, isRightOf(to, from)],
    ['nothing-imports-the-top', folderOf(from) !== '' && TOP.test(to)],
    ['store-routes-schema-are-private', isPrivate(to) && folderOf(to) !== folderOf(from) && !mounts({ from, to })],
    ['browser-sees-only-the-protocol', isIn('browser', from) && !seenByBrowser(to)],
    ['server-never-imports-the-browser', !isIn('browser', from) && isIn('browser', to)],
    ['protocol-is-pure', isIn('protocol', from) && !isIn('protocol', to) && to !== 'zod'],
    ...doors.map(({ rule, packages, files }): [string, boolean] => {
      return [rule, from.startsWith('src/') && packages.test(to) && !files.test(from)];
    }),
  ];
  return rules.filter(([, isBroken]) => isBroken).map(([rule]) => rule);
}

/** The folder under src, or `''` for the files at its top and everything outside. */
const folderOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? '';
const isIn = (folder: string, path: string): boolean => path.startsWith(`src/${folder}/`);

function isRightOf(to: string, from: string): boolean {
  const [place, goal] = [ladder.indexOf(folderOf(from)), ladder.indexOf(folderOf(to))];
  return place >= 0 && goal > place;
}

/** Another folder asks a capability by its verbs, never by its tables or its forms. */
const isPrivate = (path: string): boolean => /^src\/[^/]+\/((profile-|issue-)?store|routes|schema)\.ts$/.test(path);
const mounts = ({ from, to }: Import): boolean => from === 'src/app.ts' && to.endsWith('/routes.ts');

function seenByBrowser(to: string): boolean {
  if (to.startsWith('src/')) return isIn('browser', to) || isIn('protocol', to);
  else return !to.startsWith('node:');
}

/** A new capability is placed in the ladder before its first import. */
function strangers(paths: string[]): Crossing[] {
  const known = [...ladder, 'browser'];
  return paths
    .filter((path) => path.startsWith('src/'))
    .filter((path) => (folderOf(path) === '' ? !TOP.test(path) : !known.includes(folderOf(path))))
    .map((path) => ({ rule: 'every-folder-is-on-the-ladder', from: path, to: '' }));
}

/** A file that nothing runs: not an entry, and imported by nobody but tests. */
function orphans(paths: string[], imports: Import[]): Crossing[] {
  const imported = new Set(imports.filter(({ from, to }) => from !== to).map(({ to }) => to));
  return paths
    .filter(
      (path) =>
        path.startsWith('src/') && !/^src\/((admin|main|postman)\.ts|browser\/[^/]+\.tsx?)$|\.d\.ts$/.test(path),
    )
    .filter((path) => !imported.has(path))
    .map((path) => ({ rule: 'nothing-is-orphaned', from: path, to: '' }));
}
