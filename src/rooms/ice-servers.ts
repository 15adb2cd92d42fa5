import { createHmac } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { RoomBootstrap } from '../protocol/room-messages.ts';
import { TOKEN_SECONDS } from './join-token.ts';

type Parts = { config: Pick<Config, 'TURN_URL' | 'TURN_SECRET'>; clock: Clock };

/**
 * Our own TURN server, if there is one, with a password that works as long as the join token (coturn's
 * use-auth-secret). The user name is the expiry alone, so that the relay's log names nobody.
 */
export function iceServers({ config, clock }: Parts): RoomBootstrap['iceServers'] {
  const { TURN_URL: urls, TURN_SECRET: secret } = config;
  if (urls === undefined || secret === undefined) return [];

  const username = String(Math.floor(clock().getTime() / 1000) + TOKEN_SECONDS);
  return [{ urls, username, credential: createHmac('sha1', secret).update(username).digest('base64') }];
}
