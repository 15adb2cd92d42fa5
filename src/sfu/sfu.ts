import type {
  ConsumerOffer,
  DtlsFingerprint,
  IceParameters,
  MediaSource,
  RtpCapabilities,
  RtpParameters,
  TransportOffer,
} from '../protocol/media.ts';

/**
 * Forwards sound and picture between the attendees of rooms. The only words of mediasoup that leave this folder are
 * the parameters that a browser must see (`protocol/media.ts`).
 */
export type Sfu = {
  /** What every router can carry; goes into the page, so that joining needs no question first. */
  readonly rtpCapabilities: RtpCapabilities;
  openRoom(listener: SfuListener): SfuRoom;
  /** Those alive now, for health checks, the start log and tests. One that died is absent until it is replaced. */
  workers(): WorkerFacts[];
  close(): Promise<void>;
};

export type WorkerFacts = { pid: number; port: number; receivers: number; producers: number };

/** What a room is told without having asked. */
export type SfuListener = {
  /** These peers' transports died with a worker; they must call `receive` (and `send`, `produce`) again. */
  mediaLost(peerIds: string[]): void;
  /** These producers are gone although nobody closed them: their worker died, their browser hung up or sends anew. */
  producersLost(producerIds: string[]): void;
  /** Who is speaking now, by peer, when it changes; `undefined` when whoever spoke is muted or gone. */
  speakerChanged(peerId: string | undefined): void;
};

/**
 * One live webinar's media. Peers are named by the room; each has at most one transport in each direction.
 *
 * Every call refuses `media-unavailable` when a worker died under it, and `wrong-state` when the peer has no transport for
 * it. What is not the peer's own, or of another room, is `not-found`. Parameters that no browser of ours sends are
 * `invalid`. A closed room refuses `room-ended`.
 */
export type SfuRoom = {
  /** Makes and connects the receive transport and a paused consumer for each producer, all at once. Replaces what the peer had. */
  receive(peerId: string, wish: ReceiveWish): Promise<{ transport: TransportOffer; consumers: ConsumerOffer[] }>;
  /** More paused consumers on the transport that is there. A producer that cannot be consumed is left out. */
  consume(peerId: string, producerIds: string[]): Promise<ConsumerOffer[]>;
  /**
   * Starts forwarding. Video asked for within one short batch shares one key frame; the answer comes when it flows. Ids
   * that have just closed are passed over beside others.
   */
  resume(peerId: string, consumerIds: string[]): Promise<void>;
  /** Chooses the layer for each picture by the height of its tile in device pixels; 0 pauses it. Sound has no tile. */
  view(peerId: string, tiles: { consumerId: string; height: number }[]): Promise<void>;
  /** Makes and connects the send transport. Replaces what the peer had; its producers are lost. */
  send(peerId: string, wish: { fingerprints: DtlsFingerprint[] }): Promise<TransportOffer>;
  /** One producer for each source; a second is `wrong-state`. */
  produce(peerId: string, wish: { source: MediaSource; rtpParameters: RtpParameters }): Promise<{ producerId: string }>;
  pauseProducer(producerId: string): Promise<void>;
  resumeProducer(producerId: string): Promise<void>;
  /** Nothing happens if it is gone already. */
  closeProducer(producerId: string): void;
  restartIce(peerId: string, direction: 'send' | 'receive'): Promise<IceParameters>;
  /** Closes the send transport and every producer of the peer, here and now, whatever the browser does. */
  stopSending(peerId: string): void;
  /** Closes everything the peer had. */
  leave(peerId: string): void;
  close(): void;
};

export type ReceiveWish = { fingerprints: DtlsFingerprint[]; rtpCapabilities: RtpCapabilities; producerIds: string[] };
