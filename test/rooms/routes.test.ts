import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import type { RoomBootstrap } from '#src/protocol/room-messages.ts';
import type { Answer } from '#test/support/client.ts';
import { everybodyMovesIn, firstWebinarOf, passesAge, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';

let site: Site;
let code: string;

beforeAll(async () => {
  site = await openSite();
  await everybodyMovesIn(site);
  ({ code } = await firstWebinarOf(site.parts, 'ada'));
});
afterAll(() => site.close());

const room = () => `/w/${code}/room`;
const bootstrapIn = ({ html }: Answer): RoomBootstrap => {
  const escaped = /data-bootstrap="([^"]*)"/.exec(html)?.[1] ?? '';
  const plain = escaped.replaceAll(/&(quot|lt|gt|amp|#x27|#x3D|#x60);/g, (entity) => ENTITIES[entity] ?? entity);
  return JSON.parse(plain) as RoomBootstrap;
};
const ENTITIES: Record<string, string> = {
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&#x27;': "'",
  '&#x3D;': '=',
  '&#x60;': '`',
};

test('somebody without an account is asked for a name, and told who sees it', async () => {
  const { status, html } = await (await passesAge(site.visit())).get(room());

  expect(status).toBe(200);
  expect(html).toContain('Your name');
  expect(html).toContain('The host sees it.');
  expect(html).toContain(`/sign-in?next&#x3D;%2Fw%2F${code}%2Froom`);
  expect(html).not.toContain('role="alert"');
  expect(html).not.toContain('data-bootstrap');
});

test('a guest gives a name, gets a place in this one room, and finds it again after a reload', async () => {
  const guest = await passesAge(site.visit());
  const { status, location, headers } = await guest.post(`/w/${code}/guests`, { name: '  Noor <b> ' });
  expect([status, location]).toEqual([303, room()]);
  expect(headers.getSetCookie()[0]).toMatch(new RegExp(`^join=.*Path=/w/${code};.*HttpOnly;.*SameSite=Lax`));

  const [first, again] = [await guest.get(room()), await guest.get(room())];
  expect(first.headers.get('permissions-policy')).toContain('camera=(self)');
  expect(bootstrapIn(first)).toMatchObject({
    name: 'Noor <b>',
    role: 'attendee',
    state: 'backstage',
    hostName: cast.ada.name,
    iceServers: [],
    leaveTo: `/w/${code}`,
  });
  expect(bootstrapIn(first).rtpCapabilities.codecs.length).toBeGreaterThan(0);
  expect(attendeeIn(bootstrapIn(again))).toBe(attendeeIn(bootstrapIn(first)));
});

test.each([
  ['nothing', ''],
  ['spaces', '   '],
  ['a whole page', 'x'.repeat(61)],
  ['two lines', 'Noor\nAdmin'],
])('a name that is %s stays on the form with a sentence beside it', async (_what, name) => {
  const { status, html, headers } = await (await passesAge(site.visit())).post(`/w/${code}/guests`, { name });

  expect(status).toBe(422);
  expect(html).toMatch(/aria-invalid="true"/);
  expect(html).toContain(name.trim().split('\n')[0]);
  expect(headers.getSetCookie().filter((cookie) => cookie.startsWith('join='))).toEqual([]);
});

test('the host comes as host, a member as attendee under their own name, each the same after every reload', async () => {
  const [ada, ben] = [await signIn(site.visit(), 'ada'), await signIn(site.visit(), 'ben')];
  const [hers, again, his] = [await ada.get(room()), await ada.get(room()), await ben.get(room())].map(bootstrapIn);

  expect([hers?.role, his?.role]).toEqual(['host', 'attendee']);
  expect([hers?.name, his?.name]).toEqual([cast.ada.name, cast.ben.name]);
  expect(attendeeIn(hers)).toBe(attendeeIn(again));
  expect(attendeeIn(hers)).not.toBe(attendeeIn(his));
});

test('the cookie of one webinar opens no other, and an altered one nothing', async () => {
  const guest = await passesAge(site.visit());
  await guest.post(`/w/${code}/guests`, { name: 'Noor' });
  const other = await site.parts.db.webinar.findFirstOrThrow({ where: { code: { not: code } } });
  expect((await guest.get(`/w/${other.code}/room`)).html).not.toContain('data-bootstrap');

  const [version, payload = ''] = (guest.cookies.get('join') ?? '').split('.');
  const forged = createHmac('sha256', 'a guess').update(`token ${version} ${payload}`).digest('base64url');
  guest.cookies.set('join', `${version}.${payload}.${forged}`);
  expect((await guest.get(room())).html).not.toContain('data-bootstrap');
});

test('a webinar that was cancelled or has ended says so and has a way on', async () => {
  const other = await site.parts.db.webinar.findFirstOrThrow({ where: { code: { not: code } } });
  for (const [mark, sentence] of [
    ['cancelledAt', 'was cancelled'],
    ['endedAt', 'has ended'],
  ] as const) {
    await site.parts.db.webinar.update({ where: { id: other.id }, data: { cancelledAt: null, [mark]: new Date() } });

    for (const { status, html } of [
      await site.visit().get(`/w/${other.code}/room`),
      await site.visit().post(`/w/${other.code}/guests`, { name: 'Noor' }),
    ]) {
      expect(status).toBe(410);
      expect(html).toContain(sentence);
      expect(html).toContain(`href="/w/${other.code}"`);
    }
  }
});

test('a webinar that does not exist has no room', async () => {
  expect((await site.visit().get('/w/aaaaa-aaaaa/room')).status).toBe(404);
  expect((await site.visit().post('/w/aaaaa-aaaaa/guests', { name: 'Noor' })).status).toBe(404);
});

/** Who the token of a page says somebody is. */
function attendeeIn(bootstrap: RoomBootstrap | undefined): string {
  const payload = bootstrap?.joinToken.split('.')[1] ?? '';
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { attendeeId: string };
  return claims.attendeeId;
}
