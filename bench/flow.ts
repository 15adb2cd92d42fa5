import type { FarSocket } from './far-socket.ts';
import type { ThinClient } from './thin-clients.ts';

/** Somebody who has joined: their media may still be on its way. */
export type Joined = { client: ThinClient; socket: FarSocket };

export type JoinWish = { group: number; oneWayMs: number };

/** One way of getting people into a room: ours, or the baseline's. */
export type Flow = {
  name: string;
  workerPid: number;
  /** Opens the sockets of people who are about to join, and signs whatever they will show. */
  arrive(count: number, oneWayMs: number): Promise<FarSocket[]>;
  /** From the first message on until everything has been asked for. The media may come earlier. */
  join(socket: FarSocket, group: number): Promise<Joined>;
  /** Starts a microphone and a camera, heard and seen by everybody who joins. */
  publish(group: number): Promise<Joined>;
  stop(): Promise<void>;
};
