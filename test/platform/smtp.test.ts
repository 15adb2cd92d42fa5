import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { openInbox } from '#src/platform/inbox.ts';
import { always, carrierTo, closeAll, closing, greeting, letter, relayThat } from '../support/relay-that.ts';

afterEach(closeAll);

test('a relay that hears several commands at once is told the envelope in one piece, the letter and its end in another', async () => {
  const relay = await relayThat(() => undefined);
  const carrier = await carrierTo(relay.url);
  expect(await carrier.hand(letter('Hello\r\n'), always)).toEqual({ verdict: 'taken', answer: '250' });
  expect(await carrier.hand(letter('Hello again'), always)).toEqual({ verdict: 'taken', answer: '250' });

  const envelope = 'MAIL FROM:<hello@anymeeting.example>\r\nRCPT TO:<ada@anymeeting.example>\r\nDATA\r\n';
  expect(relay.said.slice(1)).toEqual([
    envelope,
    'Subject: Words\r\n\r\nHello\r\n.\r\n',
    envelope,
    'Subject: Words\r\n\r\nHello again\r\n.\r\n',
  ]);
});

test('one that does not say so is told one command after the other', async () => {
  const relay = await relayThat(() => undefined, ['SIZE 1000000']);
  const carrier = await carrierTo(relay.url);
  expect(await carrier.hand(letter('Hello\r\n'), always)).toMatchObject({ verdict: 'taken' });

  expect(relay.said.slice(1, 4)).toEqual([
    'MAIL FROM:<hello@anymeeting.example> SIZE=25\r\n',
    'RCPT TO:<ada@anymeeting.example>\r\n',
    'DATA\r\n',
  ]);
});

test('whatever a letter says, it arrives as it is and is over where it is over', async () => {
  const inbox = await openInbox();
  closing.push(() => inbox.close());
  const carrier = await carrierTo(inbox.url);
  const lines = fc.array(fc.constantFrom('', '.', '..', '.x', 'x', 'MAIL FROM:<x@example.org>', 'QUIT', 'a.'), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(lines, async (said) => {
      const before = inbox.letters().length;
      const text = said.join('\r\n');
      expect(await carrier.hand(letter(text), always)).toMatchObject({ verdict: 'taken' });

      const [newest] = inbox.letters();
      expect(inbox.letters().length).toBe(Math.min(200, before + 1));
      expect(newest?.to).toBe('ada@anymeeting.example');
      expect(newest?.text.trimEnd()).toBe(said.join('\n').trimEnd());
    }),
    { numRuns: 230 },
  );
  expect(inbox.letters(), 'the inbox keeps the newest two hundred').toHaveLength(200);
});

test.each(['one\ntwo', 'one\rtwo', 'one\r\n\n.\r\n', 'one\r\r\n.\r\n', 'one\r\n.\r'])(
  'a letter with broken lines is not begun: %j',
  async (text) => {
    const relay = await relayThat(() => undefined);
    const carrier = await carrierTo(relay.url);
    expect(await carrier.hand(letter(text), always)).toMatchObject({ verdict: 'unfit' });
    expect(relay.said).toHaveLength(1);
  },
);

test.each([
  'ada@anymeeting.example> SIZE=1\r\nRCPT TO:<mallory@example.org',
  'ada@anymeeting.example\r\nDATA',
  'ada@anymeeting.example>,<mallory@example.org',
  'ada anymeeting.example',
  '',
])('an address that says more than an address is not said: %j', async (to) => {
  const relay = await relayThat(() => undefined);
  const carrier = await carrierTo(relay.url);
  expect(await carrier.hand(letter('Hello\r\n', to), always)).toMatchObject({ verdict: 'unfit' });
  expect(relay.said).toHaveLength(1);
});

test.each([
  ['MAIL', '550 5.7.1 not you', { verdict: 'unwelcome', answer: '550 5.7.1' }],
  ['MAIL', '451 4.7.1 later', { verdict: 'later', answer: '451 4.7.1' }],
  ['RCPT', '550 5.1.1 <ada@anymeeting.example> unknown', { verdict: 'gone', answer: '550 5.1.1 gone' }],
  ['RCPT', '550 5.7.1 no', { verdict: 'refused', answer: '550 5.7.1' }],
  ['RCPT', '452 4.2.2 full', { verdict: 'later', answer: '452 4.2.2' }],
  ['DATA', '554 5.5.0 no', { verdict: 'refused', answer: '554 5.5.0' }],
  ['END', '552 5.3.4 too big', { verdict: 'refused', answer: '552 5.3.4' }],
  ['END', '421 closing', { verdict: 'later', answer: '421' }],
  ['END', '354 what', { verdict: 'unknown', answer: 'answer lost' }],
])('%s answered with %j', async (moment, answer, outcome) => {
  for (const abilities of [['PIPELINING'], []]) {
    const relay = await relayThat((line) => (line.startsWith(moment) ? answer : undefined), abilities);
    const carrier = await carrierTo(relay.url);
    expect(await carrier.hand(letter('Hello\r\n'), always)).toEqual(outcome);
  }
});

test('a refused recipient costs the others nothing, and their letters are not taken for each other', async () => {
  const relay = await relayThat((line) => (line.includes('<ben@') ? '550 5.1.1 unknown' : undefined));
  const carrier = await carrierTo(relay.url);
  // A careless relay says "go on" for a letter that nobody gets.
  expect(await carrier.hand(letter('For Ben\r\n', 'ben@anymeeting.example'), always)).toMatchObject({
    verdict: 'gone',
  });
  expect(carrier.open).toBe(false);
  expect(relay.said.join('')).not.toContain('For Ben');

  const careful = await relayThat((line) => {
    if (line.includes('<ben@')) refused = true;
    else if (line === 'RSET') refused = false;
    return refused ? '550 5.1.1 unknown' : undefined;
  });
  let refused = false;
  const second = await carrierTo(careful.url);
  expect(await second.hand(letter('For Ben\r\n', 'ben@anymeeting.example'), always)).toMatchObject({ verdict: 'gone' });
  expect(await second.hand(letter('For Ada\r\n'), always)).toMatchObject({ verdict: 'taken' });
  expect(careful.said.join('')).not.toContain('For Ben');
});

test('hanging up before the letter means later, and in the middle of it that nobody knows', async () => {
  const hangUp = (at: string) => (line: string, socket: Socket) => {
    if (!line.startsWith(at)) return undefined;
    socket.destroy();
    return '';
  };
  for (const [at, outcome] of [
    ['MAIL', { verdict: 'later', answer: 'connection lost' }],
    ['DATA', { verdict: 'later', answer: 'connection lost' }],
    ['END', { verdict: 'unknown', answer: 'answer lost' }],
  ] as const) {
    const carrier = await carrierTo((await relayThat(hangUp(at))).url);
    expect(await carrier.hand(letter('Hello\r\n'), always), at).toEqual(outcome);
    expect(carrier.open).toBe(false);
  }
});

test('a letter that may not begin any more does not begin, not even after the relay has said go on', async () => {
  const relay = await relayThat(() => undefined);
  const first = await carrierTo(relay.url);
  expect(await first.hand(letter('Hello\r\n'), () => false)).toEqual({ verdict: 'later', answer: 'not begun' });
  expect(relay.said).toHaveLength(1);

  const second = await carrierTo(relay.url);
  let asked = 0;
  expect(await second.hand(letter('Hello\r\n'), () => ++asked === 1)).toMatchObject({ answer: 'not begun' });
  expect(second.open).toBe(false);
  expect(relay.said.join('')).not.toContain('Hello');
});

test('a relay that says goodbye between two letters has taken neither of them wrongly', async () => {
  let socket: Socket | undefined;
  const relay = await relayThat((_line, its) => {
    socket = its;
    return undefined;
  });
  const carrier = await carrierTo(relay.url);
  expect(await carrier.hand(letter('One\r\n'), always)).toMatchObject({ verdict: 'taken' });
  socket?.write('421 4.4.2 idle for too long\r\n');
  await expect.poll(() => carrier.hand(letter('Two\r\n'), always)).toMatchObject({ verdict: 'later' });
  expect(carrier.open).toBe(false);
});

test('what is no answer of a mail server, or never ends, closes the conversation', async () => {
  for (const nonsense of ['HTTP/1.1 400 Bad Request', '25', `250-${'x'.repeat(20_000)}`]) {
    const relay = await relayThat((line) => (line.startsWith('EHLO') ? nonsense : undefined));
    await expect(greeting(relay.url)).rejects.toThrow('The connection ended.');
  }
});
