import dns from 'node:dns';
import { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { routes } from '#src/app.ts';
import { everybodyMovesIn, firstWebinarOf, passesAge, signIn } from './support/everybody.ts';
import { openSite, type Site } from './support/site.ts';

// Every connection of this process passes here, ours and those of every library.
const places: string[] = [];
const names: string[] = [];
const { connect } = Socket.prototype;
const { lookup } = dns;

type Place = { host?: string; port?: number | string; path?: string };

/** What `connect` is called with: options, a path, or a port and a host; by Node itself as a list of these. */
function placeOf(words: unknown[]): string {
  const [first, second] = Array.isArray(words[0]) ? (words[0] as unknown[]) : words;
  if (typeof first === 'object' && first !== null) {
    const { host = 'localhost', port = 0, path } = first as Place;
    return path ?? `${host}:${port}`;
  } else {
    return [second, first].filter((word) => typeof word === 'string' || typeof word === 'number').join(':');
  }
}

let site: Site;
beforeAll(async () => {
  Socket.prototype.connect = function (this: Socket, ...words: never[]) {
    places.push(placeOf(words));
    return Reflect.apply(connect, this, words) as Socket;
  };
  dns.lookup = ((...words: never[]) => {
    names.push(String(words[0]));
    return Reflect.apply(lookup, dns, words) as unknown;
  }) as typeof lookup;

  site = await openSite();
  await everybodyMovesIn(site);
});
afterAll(async () => {
  await site.close();
  Socket.prototype.connect = connect;
  dns.lookup = lookup;
});

test('walking every page and sending letters, the server speaks to its database and its own inbox, and to nobody else', async () => {
  const { code } = await firstWebinarOf(site.parts, 'ada');
  const paths = routes(site.parts)
    .filter(({ method }) => method === 'GET')
    .map(({ path }) => path.replace(':code', code).replace(/:\w+/, 'A'.repeat(43)));
  for (const visitor of [
    await passesAge(site.visit()),
    await signIn(site.visit(), 'ada'),
    await signIn(site.visit(), 'eve'),
  ])
    for (const path of paths) await visitor.get(path);

  const arriving = site.inbox.letter(({ subject }) => subject.startsWith('Choose a new password'));
  await (await passesAge(site.visit())).post('/password/forgotten', { email: cast.ben.email });
  await arriving;

  const database = new URL(site.parts.config.DATABASE_URL ?? '');
  const socket = database.searchParams.get('host');
  const ours = new Set([
    new URL(site.url).host,
    new URL(site.inbox.url).host,
    socket === null ? `${database.hostname}:${database.port}` : `${socket}/.s.PGSQL.5432`,
  ]);
  expect([...new Set(places)].filter((place) => !ours.has(place))).toEqual([]);
  expect(places).toContain(new URL(site.inbox.url).host);
  expect([...new Set(names)].filter((name) => !['localhost', '127.0.0.1', database.hostname].includes(name))).toEqual(
    [],
  );
});
