import { notFound, Refusal } from '../platform/errors.ts';
import type {
  ConsumerOffer,
  DtlsFingerprint,
  IceParameters,
  MediaSource,
  RtpParameters,
  TransportOffer,
} from '../protocol/media.ts';
import type { Published } from './published.ts';
import { Receiver } from './receiver.ts';
import { refused } from './refused.ts';
import { ResumeTogether } from './resume-together.ts';
import { RoomRouters } from './room-routers.ts';
import { Sender } from './sender.ts';
import type { ReceiveWish, SfuListener, SfuRoom } from './sfu.ts';
import { Speaker } from './speaker.ts';
import type { MediaWorker, WorkerPool } from './worker-pool.ts';

type Parts = {
  pool: WorkerPool;
  listener: SfuListener;
  stayHomeBelow?: number | undefined;
  onClose(room: MediasoupRoom): void;
};

type Peer = { receiver?: Receiver | undefined; sender?: Sender | undefined };

/** One live webinar on the workers: who sends, who receives, and what dies with which worker. */
export class MediasoupRoom implements SfuRoom {
  readonly #parts: Parts;
  readonly #routers: RoomRouters;
  readonly #videos = new ResumeTogether();
  readonly #speaker: Speaker;
  readonly #peers = new Map<string, Peer>();
  readonly #published = new Map<string, Published>();
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#routers = new RoomRouters(parts);
    this.#speaker = new Speaker((peerId) => parts.listener.speakerChanged(peerId));
  }

  async receive(peerId: string, { fingerprints, rtpCapabilities, producerIds }: ReceiveWish) {
    const peer = this.#peer(peerId);
    const receiver = new Receiver({ routers: this.#routers, videos: this.#videos, rtpCapabilities });
    peer.receiver?.close();
    peer.receiver = receiver;

    return this.#orRefuse(receiver.open(fingerprints, this.#streams(producerIds)), () => {
      receiver.close();
      if (peer.receiver === receiver) peer.receiver = undefined;
    });
  }

  async consume(peerId: string, producerIds: string[]): Promise<ConsumerOffer[]> {
    return this.#orRefuse(this.#receiver(peerId).consume(this.#streams(producerIds)));
  }

  async resume(peerId: string, consumerIds: string[]): Promise<void> {
    return this.#orRefuse(this.#receiver(peerId).resume(consumerIds));
  }

  async view(peerId: string, tiles: { consumerId: string; height: number }[]): Promise<void> {
    return this.#orRefuse(this.#receiver(peerId).view(tiles));
  }

  async send(peerId: string, { fingerprints }: { fingerprints: DtlsFingerprint[] }): Promise<TransportOffer> {
    const peer = this.#peer(peerId);
    const sender = new Sender({ routers: this.#routers, peerId, onHungUp: () => this.#lose(peer, sender) });
    if (peer.sender !== undefined) this.#lose(peer, peer.sender);
    peer.sender = sender;

    return this.#orRefuse(sender.open(fingerprints), () => {
      sender.close();
      if (peer.sender === sender) peer.sender = undefined;
    });
  }

  async produce(
    peerId: string,
    wish: { source: MediaSource; rtpParameters: RtpParameters },
  ): Promise<{ producerId: string }> {
    const published = await this.#orRefuse(this.#sender(peerId).produce(wish.source, wish.rtpParameters));
    const { producer } = published;
    if (producer.closed) throw new Refusal('media-unavailable');
    this.#published.set(producer.id, published);

    await this.#orRefuse(this.#hear(published));
    return { producerId: producer.id };
  }

  async pauseProducer(producerId: string): Promise<void> {
    const published = this.#find(producerId);
    await this.#orRefuse(Promise.all([published.producer.pause(), this.#speaker.unhear(published)]));
  }

  async resumeProducer(producerId: string): Promise<void> {
    const published = this.#find(producerId);
    await this.#orRefuse(Promise.all([published.producer.resume(), this.#hear(published)]));
  }

  closeProducer(producerId: string): void {
    const published = this.#published.get(producerId);
    if (published === undefined) return;

    this.#peers.get(published.peerId)?.sender?.end(published);
    this.#forget([producerId]);
  }

  async restartIce(peerId: string, direction: 'send' | 'receive'): Promise<IceParameters> {
    const end = direction === 'send' ? this.#sender(peerId) : this.#receiver(peerId);
    return this.#orRefuse(end.restartIce());
  }

  stopSending(peerId: string): void {
    const peer = this.#peers.get(peerId);
    if (peer?.sender !== undefined) this.#end(peer, peer.sender);
  }

  leave(peerId: string): void {
    this.stopSending(peerId);
    this.#peers.get(peerId)?.receiver?.close();
    this.#peers.delete(peerId);
  }

  close(): void {
    if (this.#closed) return;

    this.#closed = true;
    for (const peerId of this.#peers.keys()) this.leave(peerId);
    this.#videos.close();
    this.#routers.close();
    this.#parts.onClose(this);
  }

  /** What was on this worker is gone: everything, if the room's home was there; else those who received from it. */
  workerDied(media: MediaWorker): void {
    const lost = this.#routers.lost(media);
    if (lost === 'home') this.#loseAll();
    else if (lost === 'site')
      this.#loseReceivers([...this.#peers].filter(([, { receiver }]) => receiver?.media === media));
  }
  /** The peer as they are, or as they begin to be. */
  #peer(peerId: string): Peer {
    if (this.#closed) throw new Refusal('room-ended');

    const peer = this.#peers.get(peerId) ?? {};
    this.#peers.set(peerId, peer);
    return peer;
  }

  #receiver(peerId: string): Receiver {
    const receiver = this.#peers.get(peerId)?.receiver;
    if (receiver === undefined) throw new Refusal('wrong-state');
    return receiver;
  }

  #sender(peerId: string): Sender {
    const sender = this.#peers.get(peerId)?.sender;
    if (sender === undefined) throw new Refusal('wrong-state');
    return sender;
  }

  #find(producerId: string): Published {
    const published = this.#published.get(producerId);
    if (published === undefined) throw notFound();
    return published;
  }

  #streams(producerIds: string[]): Published[] {
    return producerIds.flatMap((producerId) => this.#published.get(producerId) ?? []);
  }

  async #hear(published: Published): Promise<void> {
    const { router } = await this.#routers.home();
    await this.#speaker.hear(published, router);
  }

  /** Ends what a peer sends. Answers the producers that went with it. */
  #end(peer: Peer, sender: Sender): string[] {
    const { producerIds } = sender;
    sender.close();
    if (peer.sender === sender) peer.sender = undefined;
    this.#forget(producerIds);
    return producerIds;
  }

  /** The same where the room did not ask for it. */
  #lose(peer: Peer, sender: Sender): void {
    const producerIds = this.#end(peer, sender);
    if (producerIds.length > 0) this.#parts.listener.producersLost(producerIds);
  }

  #forget(producerIds: string[]): void {
    for (const published of this.#streams(producerIds)) {
      this.#published.delete(published.producer.id);
      // It leaves the worker's list by itself when it closes; here only the word that nobody speaks is due.
      this.#speaker.unhear(published).catch(() => undefined);
    }
  }

  #loseAll(): void {
    const peers = [...this.#peers];
    const producerIds = [...this.#published.keys()];
    const affected = peers.filter(([, { receiver, sender }]) => receiver?.isOpen === true || sender?.isOpen === true);

    this.#published.clear();
    for (const [, peer] of peers) drop(peer);
    this.#speaker.reset();
    if (producerIds.length > 0) this.#parts.listener.producersLost(producerIds);
    if (affected.length > 0) this.#parts.listener.mediaLost(affected.map(([peerId]) => peerId));
  }

  #loseReceivers(peers: [string, Peer][]): void {
    const affected = peers.filter(([, { receiver }]) => receiver?.isOpen === true);
    for (const [, peer] of peers) {
      peer.receiver?.close();
      peer.receiver = undefined;
    }
    if (affected.length > 0) this.#parts.listener.mediaLost(affected.map(([peerId]) => peerId));
  }

  async #orRefuse<T>(asked: Promise<T>, undo?: () => void): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      undo?.();
      throw refused(error);
    }
  }
}

function drop(peer: Peer): void {
  peer.receiver?.close();
  peer.sender?.close();
  peer.receiver = undefined;
  peer.sender = undefined;
}
