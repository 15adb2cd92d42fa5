import type { Request, RoomBootstrap } from '#src/protocol/room-messages.ts';
import type { Client } from './client.ts';
import { passesAge } from './everybody.ts';
import { chromeCapabilities, fingerprint } from './media.ts';
import { Line } from './room-server.ts';
import type { Site } from './site.ts';

/** What Chromium sends to enter a room. */
export const wish = (): Request<'join'> => ({ rtpCapabilities: chromeCapabilities, fingerprints: [fingerprint()] });

/** Opens the page of a room and connects with the place that is in it. */
export async function dialRoom(site: Site, client: Client, code: string): Promise<Line> {
  const { html } = await client.get(`/w/${code}/room`);
  const bootstrap =
    /data-bootstrap="([^"]*)"/.exec(html)?.[1]?.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=') ?? '';
  const line = new Line(site.url, (JSON.parse(bootstrap) as RoomBootstrap).joinToken, { origin: site.url });
  await new Promise<void>((resolve, reject) => line.socket.once('connect', resolve).once('connect_error', reject));
  return line;
}

/** Somebody without an account, connected. */
export async function guestIn(site: Site, code: string, name: string): Promise<Line> {
  const client = await passesAge(site.visit());
  await client.post(`/w/${code}/guests`, { name });
  return dialRoom(site, client, code);
}

/** Connects and joins. */
export async function enterRoom(site: Site, client: Client, code: string): Promise<Line> {
  const line = await dialRoom(site, client, code);
  await line.get('join', wish());
  return line;
}
