import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { iceServers } from '#src/rooms/ice-servers.ts';

const clock = () => new Date('2026-12-08T12:00Z');

test('without a TURN server of ours no other is named', () => {
  expect(iceServers({ config: { TURN_URL: undefined, TURN_SECRET: undefined }, clock })).toEqual([]);
});

test('the password of the TURN server lasts as long as a place in the room, and the user name is nobody', () => {
  const TURN_SECRET = 'a secret that the relay shares with us';
  const [server] = iceServers({ config: { TURN_URL: 'turn:turn.example.org:3478', TURN_SECRET }, clock });
  const midnight = String(clock().getTime() / 1000 + 12 * 3600);

  expect(server).toEqual({
    urls: 'turn:turn.example.org:3478',
    username: midnight,
    credential: createHmac('sha1', TURN_SECRET).update(midnight).digest('base64'),
  });
});
