import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '#src/platform/config.ts';
import { openEgress } from '#src/platform/egress.ts';
import { type Inbox, openInbox } from '#src/platform/inbox.ts';
import { openLog } from '#src/platform/log.ts';
import { type Mail, openMail } from '#src/platform/mail.ts';
import { Released } from '#src/platform/personal.ts';

const config = readConfig({});
/** What may leave is told in the tests of the way out. */
const egress = openEgress({ log: openLog('silent'), mayGo: async () => true });
const letter = {
  to: here('ada@anymeeting.example'),
  subject: 'Confirm your address',
  text: 'Press the button:\nhttp://localhost:3000/confirm/x',
  html: '<p>Press the button</p>',
};

let inbox: Inbox;
let mail: Mail;
beforeAll(async () => {
  inbox = await openInbox();
  mail = openMail(config, inbox, egress);
});
afterAll(async () => {
  mail.close();
  await inbox.close();
});

test('a letter arrives with both parts, from the sender of the site, for one person', async () => {
  const arriving = inbox.letter(({ subject }) => subject === letter.subject);
  await mail.send(letter);

  expect(await arriving).toMatchObject({
    from: 'hello@anymeeting.example',
    to: letter.to.value,
    subject: letter.subject,
    html: letter.html,
    links: ['http://localhost:3000/confirm/x'],
    headers: { 'from': 'AnyMeeting <hello@anymeeting.example>', 'auto-submitted': 'auto-generated' },
  });
  expect((await arriving).text.trim()).toBe(letter.text);
});

test.each([
  'ada@anymeeting.example, mallory@example.org',
  'ada@anymeeting.example\r\nBcc: mallory@example.org',
  '"mallory@example.org, x" <ada@anymeeting.example>',
  'mallory@example.org <ada@anymeeting.example>',
  '"mallory@example.org"@anymeeting.example',
])('a letter for %j reaches nobody else', async (to) => {
  const before = inbox.letters().length;
  await mail.send({ ...letter, to: here(to) }).catch(() => {});
  const arrived = inbox.letters().slice(0, inbox.letters().length - before);

  expect(arrived.filter((each) => /^<?mallory@example\.org>?$|,/.test(each.to))).toEqual([]);
});

test('no subject adds a header, a recipient or a part', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom(...'abé🍄 \r\n\t:;<>@,"=?'), maxLength: 80 }),
      async (subject) => {
        const before = inbox.letters().length;
        await mail.send({ ...letter, subject: `Re ${subject}` });
        const [newest] = inbox.letters();

        expect(inbox.letters().length).toBe(Math.min(200, before + 1));
        expect(newest?.to).toBe(letter.to.value);
        expect(Object.keys(newest?.headers ?? {}).toSorted()).toEqual(HEADERS);
        expect(newest?.html).toBe(letter.html);
      },
    ),
    { numRuns: 60 },
  );
});

const HEADERS = ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'];

test('text that names a file or an address fetches neither', async () => {
  const text = 'file:///etc/hostname';
  const arriving = inbox.letter(({ subject }) => subject === 'paths');
  await mail.send({ ...letter, subject: 'paths', text, html: '<img src="http://127.0.0.1:9/x">' });

  expect((await arriving).text.trim()).toBe(text);
});

test('the inbox keeps the newest two hundred', async () => {
  for (let number = 0; number < 205; number += 1) await mail.send({ ...letter, subject: `number ${number}` });
  const subjects = inbox.letters().map(({ subject }) => subject);

  expect(subjects).toHaveLength(200);
  expect(subjects[0]).toBe('number 204');
});

test('a letter that the relay refuses, or never answers for, is not taken for sent', async () => {
  const relay = await openRelay((socket) => {
    socket.write('220 relay.example ready\r\n');
    socket.on('data', (chunk) => {
      const line = String(chunk);
      if (/^(EHLO|HELO)/i.test(line)) socket.write('250 relay.example\r\n');
      else if (/^RCPT/i.test(line)) socket.write('451 4.7.1 Later\r\n');
      else socket.write('250 ok\r\n');
    });
  });
  const refused = openMail({ ...config, SMTP_URL: relay.url }, undefined, egress);
  await expect(refused.send(letter)).rejects.toThrow();
  refused.close();
  await relay.close();

  const gone = openMail({ ...config, SMTP_URL: relay.url }, undefined, egress);
  await expect(gone.send(letter)).rejects.toThrow();
  gone.close();
});

/** A relay that speaks as the test says. */
async function openRelay(speak: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    speak(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An address as the gateway hands it over. */
function here(address: string): Released<'us'> {
  return Released.make('us', address, { about: 'ada', to: 'us' });
}
