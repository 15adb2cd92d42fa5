import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signalsIn } from '#src/platform/http/signals.ts';
import { openSite, type Site } from '../../support/site.ts';

const gpc = (...values: string[]) => signalsIn({ headersDistinct: { 'sec-gpc': values } }).gpc;
const dnt = (...values: string[]) => signalsIn({ headersDistinct: { dnt: values } }).dnt;

test.each([[['1']], [[' 1 ']], [['1, 1']], [['0', '1']], [['1', '1']], [['0, 1']]])('%j asks', (values) => {
  expect([gpc(...values), dnt(...values)]).toEqual([true, true]);
});

test.each([
  [[]],
  [['']],
  [['0']],
  [['10']],
  [['01']],
  [['1.0']],
  [['true']],
  [['?1']],
  [['1;q=1']],
  [['１']],
  [['"1"']],
])('%j does not ask', (values) => {
  expect([gpc(...values), dnt(...values)]).toEqual([false, false]);
});

test('one signal is not the other', () => {
  expect(signalsIn({ headersDistinct: { 'sec-gpc': ['1'] } })).toEqual({ gpc: true, dnt: false });
  expect(signalsIn({ headersDistinct: { dnt: ['1'] } })).toEqual({ gpc: false, dnt: true });
  expect(signalsIn({ headersDistinct: {} })).toEqual({ gpc: false, dnt: false });
});

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** What the server answers to these header lines, byte by byte as they are. */
async function answerTo(...lines: string[]): Promise<string> {
  const { port } = new URL(site.url);
  const socket = connect(Number(port), 'localhost');
  const pieces: string[] = [];
  socket.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
  socket.write(
    ['GET /privacy/choices HTTP/1.1', `Host: localhost:${port}`, ...lines, 'Connection: close', '', ''].join('\r\n'),
  );
  await once(socket, 'close');
  return pieces.join('');
}

test('a header that stands there twice is heard, whichever of the two asks', async () => {
  for (const lines of [
    ['Sec-GPC: 1', 'Sec-GPC: 1'],
    ['Sec-GPC: 0', 'Sec-GPC: 1'],
    ['Sec-GPC: 1', 'sec-gpc: 0'],
    ['SEC-GPC: 1'],
  ]) {
    const answer = await answerTo(...lines);
    expect(answer, lines.join()).toContain('Your browser sends Global Privacy Control. We received it');
    expect(answer, lines.join()).not.toMatch(/set-cookie: vid=/i);
  }
});

test('a header that asks for nothing changes nothing', async () => {
  const answer = await answerTo('Sec-GPC: 0', 'DNT: 0');
  expect(answer).toContain('Your browser does not send Global Privacy Control.');
  expect(answer).toMatch(/set-cookie: vid=/i);
});

test('the site says to machines that it keeps to the signal, and since when', async () => {
  const { status, html, headers } = await site.visit().get('/.well-known/gpc.json');

  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  expect(JSON.parse(html)).toEqual({ gpc: true, lastUpdate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
});
