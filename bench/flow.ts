import type { FarSocket } from './far-socket.ts';
import type { ThinClient } from './thin-clients.ts';

/** Somebody who has joined: their media may still be on its way. */
export type Joined = { client: ThinClient; socket: FarSocket };

/** One way of getting people into a room: ours, or the baseline's. */
export type Flow = {
  workerPid: number;
  /** Opens the sockets of people who are about to join. */
  arrive(count: number, oneWayMs: number): Promise<FarSocket[]>;
  /** From the first message on until everything has been asked for. The media may come earlier. */
  join(socket: FarSocket, group: number): Promise<Joined>;
  /** Starts a microphone and a camera, heard and seen by everybody who joins. */
  publish(group: number): Promise<ThinClient>;
  /** Goes at once, with the media. */
  leave(joined: Joined): Promise<void>;
  stop(): Promise<void>;
};
