import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import type { WebinarCode } from '#src/platform/ids.ts';
import { endWebinar } from '#src/webinars/end.ts';
import { webinarByCode } from '#src/webinars/find-webinar.ts';
import { goLive } from '#src/webinars/go-live.ts';
import type { Client, Form } from '#test/support/client.ts';
import { movesIn, signIn } from '#test/support/everybody.ts';
import { openSite, type Site } from '#test/support/site.ts';
import { planned } from './planned.ts';

const NOBODYS = '00000-00000';
const now = new Date('2026-12-01T12:00Z');
let site: Site;
let ada: Client;
let ben: Client;
let guest: Client;

beforeAll(async () => {
  site = await openSite({ clock: () => now });
  for (const who of ['ada', 'ben'] as const) await movesIn(site.parts, who);
  ada = await signIn(site.visit(), 'ada');
  ben = await signIn(site.visit(), 'ben');
  guest = site.visit();
});
afterAll(() => site.close());

const typed = (other: Partial<Form> = {}): Form => ({ ...planned({}), lengthMinutes: '60', ...other });

/** Schedules by the form and gives the code from the address of the page that follows. */
async function scheduled(other: Partial<Form> = {}): Promise<WebinarCode> {
  const { status, location } = await ada.post('/webinars', typed(other));
  expect(status).toBe(303);
  return location?.slice('/w/'.length, '/w/'.length + NOBODYS.length) as WebinarCode;
}

test('a host schedules and comes to a page with the link to share', async () => {
  const { location = '' } = await ada.post('/webinars', typed());
  const { html } = await ada.get(location);

  expect(html).toContain('<title>Your webinar is scheduled');
  expect(html).toContain(`value="${site.parts.config.BASE_URL}${location.split('?')[0]}"`);
  expect(html).toContain('Open the room');
});

test('the list offers the room in the hour before the start, and the pencil before that', async () => {
  const soon = await scheduled({ title: 'Soon', date: '2026-12-01', time: '13:59', timeZone: 'Europe/Paris' });
  const later = await scheduled({ title: 'Later', date: '2026-12-01', time: '14:01', timeZone: 'Europe/Paris' });
  const { html } = await ada.get('/webinars');

  expect(html).toContain(`href="/w/${soon}/room">Open the room`);
  expect(html).not.toContain(`href="/webinars/${soon}/edit"`);
  expect(html).toContain(`href="/webinars/${later}/edit">Edit`);
});

test('everybody reads when it is: in the zone of the host, and a member in their own', async () => {
  const code = await scheduled({ timeZone: 'America/New_York' });
  const [forGuest, forBen] = [await guest.get(`/w/${code}`), await ben.get(`/w/${code}`)];

  expect(forGuest.html).toContain('Tuesday 8 December 2026 at 18:00, Eastern Standard Time (New York)');
  expect(forGuest.html).toContain('It starts in 7 days.');
  expect(forBen.html).toContain('Wednesday 9 December 2026 at 00:00, Central European Standard Time (Stockholm)');
  expect(forBen.html).toContain('Tuesday 8 December 2026 at 18:00, Eastern Standard Time (New York)');
});

test('a guest is asked in, and sees nothing that is for the host', async () => {
  const code = await scheduled();
  const { html } = await guest.get(`/w/${code}?done=scheduled`);

  expect(html).toContain(`href="/w/${code}/room">Join`);
  expect(html).not.toMatch(/Edit|Cancel the webinar|The link to share|is scheduled/);
});

test('a time that clocks skip is explained to the host and not to guests', async () => {
  const code = await scheduled({ date: '2027-03-28', time: '02:30' });
  const note = 'clocks in Europe/Paris go forward and skip 02:30. The webinar starts at 03:00';

  expect((await ada.get(`/w/${code}`)).html).toContain(note);
  expect((await guest.get(`/w/${code}`)).html).not.toContain(note);
});

test('what was typed wrongly comes back with a sentence beside the field', async () => {
  const wrong = typed({ title: 'ab', date: '2026-02-30', time: '', timeZone: 'Mars/Olympus', lengthMinutes: '9999' });
  const { status, html } = await ada.post('/webinars', wrong);

  expect(status).toBe(422);
  expect(html).toContain('<title>5 fields need attention');
  for (const field of ['title', 'date', 'time', 'timeZone', 'lengthMinutes'])
    expect(html).toContain(`id="${field}-problem"`);
  expect(html).toContain('value="ab"');
  expect(html).toContain(`>${planned({}).description}</textarea>`);
});

test('a start in the past is refused beside the day', async () => {
  const { status, html } = await ada.post('/webinars', typed({ date: '2026-11-30' }));
  expect(status).toBe(422);
  expect(html).toContain('This time has passed. Choose one that is still to come.');
});

test('fields that are missing, twice, too long or unknown are refused and end nothing', async () => {
  const forms: Form[] = [
    {},
    typed({ title: ['one', 'two'] }),
    typed({ description: 'a'.repeat(4001) }),
    typed({ hostId: 'somebody' }),
    typed({ '__proto__[title]': 'x' }),
  ];
  const answers = await Promise.all(forms.map((form) => ada.post('/webinars', form)));
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
});

test('a host edits, and the form holds what is there', async () => {
  const code = await scheduled();
  const { html } = await ada.get(`/webinars/${code}/edit`);
  expect(html).toContain('value="2026-12-08"');
  expect(html).toContain('<option value="Europe/Paris" selected>');

  const { location } = await ada.post(`/webinars/${code}`, typed({ title: 'Oysters' }));
  expect(location).toBe(`/w/${code}?done=changed`);
  expect((await guest.get(`/w/${code}`)).html).toContain('<h1>Oysters</h1>');
});

test('cancelling asks first; then the page says so and lets nobody in', async () => {
  const code = await scheduled();
  expect((await ada.get(`/webinars/${code}/cancellation`)).html).toContain('Leave it as it is');
  const { location } = await ada.post(`/webinars/${code}/cancellation`);

  expect(location).toBe(`/w/${code}?done=cancelled`);
  const { html } = await guest.get(`/w/${code}`);
  expect(html).toContain('This webinar was cancelled by its host.');
  expect(html).not.toContain('/room"');
  expect((await ada.get('/webinars')).html).toMatch(/<h2 id="cancelled">/);
});

test('what is live says so, and what has ended lets nobody in and cannot be changed', async () => {
  const code = await scheduled();
  const { id } = await webinarByCode(site.parts, code);
  await goLive(site.parts, id);
  expect((await guest.get(`/w/${code}`)).html).toContain('Live now');

  await endWebinar(site.parts, id);
  const { html } = await guest.get(`/w/${code}`);
  expect(html).toContain('This webinar has ended.');
  expect(html).not.toContain('/room"');

  expect((await ada.get(`/webinars/${code}/edit`)).status).toBe(409);
  expect((await ada.get(`/webinars/${code}/cancellation`)).status).toBe(409);
  const late = await ada.post(`/webinars/${code}`, typed({ title: 'Too late' }));
  expect([late.status, late.html.includes('can no longer be changed')]).toEqual([409, true]);
  expect((await ada.post(`/webinars/${code}/cancellation`)).status).toBe(409);
});

test('the webinar of somebody else and no webinar at all get the same answer', async () => {
  const code = await scheduled();
  const asks: ((place: string) => ReturnType<Client['get']>)[] = [
    (place) => ben.get(`/webinars/${place}/edit`),
    (place) => ben.get(`/webinars/${place}/cancellation`),
    (place) => ben.post(`/webinars/${place}`, typed({ title: 'Mine now' })),
    (place) => ben.post(`/webinars/${place}`, typed({ title: '' })),
    (place) => ben.post(`/webinars/${place}/cancellation`),
  ];

  for (const ask of asks) {
    const [theirs, nothing] = [await ask(code), await ask(NOBODYS)];
    expect(theirs.status).toBe(404);
    expect(withoutNonce(theirs.html).replaceAll(code, NOBODYS)).toBe(withoutNonce(nothing.html));
  }
  expect((await webinarByCode(site.parts, code)).title).toBe(planned({}).title);
});

test('an address that cannot be a code is not found, and asks the database nothing', async () => {
  const answers = await Promise.all(['/w/short', '/w/ILOU0-00000', "/w/'--00000"].map((path) => guest.get(path)));
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
});

test('who is not signed in is asked to, and comes back to the page', async () => {
  const { status, location } = await guest.get('/webinars/new');
  expect([status, location]).toEqual([303, '/sign-in?next=%2Fwebinars%2Fnew']);
});

test('what a host writes stays text on every page', async () => {
  const script = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
  const code = await scheduled({ title: script, description: `${script}\n\n{{title}} ${script}` });
  const pages = [`/w/${code}?done=scheduled`, '/webinars', `/webinars/${code}/edit`, `/webinars/${code}/cancellation`];

  for (const page of pages) {
    const { html, status } = await ada.get(page);
    expect(status).toBe(200);
    expect(html).not.toMatch(/<script>alert|<img src=x/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  }
  expect((await ada.post('/webinars', typed({ title: script, date: '' }))).html).not.toMatch(
    /<script>alert|<img src=x/,
  );
});

test('a host without webinars is told how to begin', async () => {
  const { html } = await ben.get('/webinars');
  expect(html).toContain('Nothing is planned yet');
  expect(html).toContain('href="/webinars/new"');
  expect(html).not.toContain(cast.ada.name);
});

const withoutNonce = (html: string) => html.replaceAll(/nonce="[^"]*"/g, '');
