import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { expect, test } from 'vitest';
import { watchServerSockets } from './foreign.ts';

test('whoever watches the sockets of the server sees one that asks for a foreign host', async () => {
  const watch = watchServerSockets();
  // A reserved name: it is looked up on this machine and exists nowhere.
  await once(connect(443, 'relay.invalid'), 'close').catch(() => {});
  expect(watch.foreign).toEqual(['relay.invalid']);
  watch.stop();
});

test('a socket that was made before it was connected is seen as well', async () => {
  const watch = watchServerSockets();
  await once(new Socket().connect(443, 'relay.invalid'), 'close').catch(() => {});
  expect(watch.foreign).toEqual(['relay.invalid']);
  watch.stop();
});
