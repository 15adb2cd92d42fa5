import type { ConsumerOffer, RtpCapabilities, TransportOffer } from '#src/protocol/media.ts';
import { kindOf, type MediaSource } from '#src/protocol/media.ts';
import type { ReceiveWish, Sfu, SfuListener, SfuRoom } from '#src/sfu/sfu.ts';

type Producer = { peerId: string; source: MediaSource; paused: boolean };
type Consumer = { producerId: string; resumed: boolean; height: number | undefined };

let lastId = 0;
const idFor = (what: string) => `${what}-${++lastId}`;

/** Stands in for the media workers: keeps the same books, forwards nothing. */
export class FakeSfu implements Sfu {
  readonly rtpCapabilities: RtpCapabilities = { codecs: [], headerExtensions: [] };
  readonly rooms: FakeSfuRoom[] = [];

  openRoom(listener: SfuListener): FakeSfuRoom {
    const room = new FakeSfuRoom(listener);
    this.rooms.push(room);
    return room;
  }

  workers() {
    return [];
  }

  async close(): Promise<void> {
    for (const room of this.rooms) room.close();
  }
}

export class FakeSfuRoom implements SfuRoom {
  readonly listener: SfuListener;
  readonly producers = new Map<string, Producer>();
  /** Consumers of every peer that has a receive transport. */
  readonly receivers = new Map<string, Map<string, Consumer>>();
  readonly senders = new Set<string>();
  closed = false;
  /** Set to make every request wait, as a busy worker would. */
  gate: Promise<void> = Promise.resolve();

  constructor(listener: SfuListener) {
    this.listener = listener;
  }

  async receive(peerId: string, { producerIds }: ReceiveWish) {
    this.receivers.delete(peerId);
    await this.#request();
    this.receivers.set(peerId, new Map());
    return { transport: transport(), consumers: this.#consumersFor(peerId, producerIds) };
  }

  async consume(peerId: string, producerIds: string[]): Promise<ConsumerOffer[]> {
    await this.#request();
    return this.#consumersFor(peerId, producerIds);
  }

  async resume(peerId: string, consumerIds: string[]): Promise<void> {
    await this.#request();
    for (const consumerId of consumerIds) this.#consumer(peerId, consumerId).resumed = true;
  }

  async view(peerId: string, tiles: { consumerId: string; height: number }[]): Promise<void> {
    await this.#request();
    for (const { consumerId, height } of tiles) this.#consumer(peerId, consumerId).height = height;
  }

  async send(peerId: string): Promise<TransportOffer> {
    this.stopSending(peerId);
    await this.#request();
    this.senders.add(peerId);
    return transport();
  }

  async produce(peerId: string, { source }: { source: MediaSource }): Promise<{ producerId: string }> {
    await this.#request();
    if (!this.senders.has(peerId)) throw new Error('no send transport');
    const producerId = idFor('producer');
    this.producers.set(producerId, { peerId, source, paused: false });
    return { producerId };
  }

  async pauseProducer(producerId: string): Promise<void> {
    await this.#request();
    this.#producer(producerId).paused = true;
  }

  async resumeProducer(producerId: string): Promise<void> {
    await this.#request();
    this.#producer(producerId).paused = false;
  }

  closeProducer(producerId: string): void {
    this.producers.delete(producerId);
    for (const consumers of this.receivers.values()) {
      for (const [consumerId, consumer] of consumers) {
        if (consumer.producerId === producerId) consumers.delete(consumerId);
      }
    }
  }

  async restartIce() {
    await this.#request();
    return { usernameFragment: 'fragment', password: 'password' };
  }

  stopSending(peerId: string): void {
    this.senders.delete(peerId);
    for (const [producerId, producer] of this.producers) if (producer.peerId === peerId) this.closeProducer(producerId);
  }

  leave(peerId: string): void {
    this.stopSending(peerId);
    this.receivers.delete(peerId);
  }

  close(): void {
    this.closed = true;
    for (const peerId of [...this.senders, ...this.receivers.keys()]) this.leave(peerId);
  }

  /** What a peer is being sent, by producer. */
  heardBy(peerId: string): string[] {
    return [...(this.receivers.get(peerId)?.values() ?? [])].map(({ producerId }) => producerId);
  }

  /** A worker dies and takes everybody's media with it. */
  die(): void {
    const peerIds = [...new Set([...this.senders, ...this.receivers.keys()])];
    const producerIds = [...this.producers.keys()];
    this.senders.clear();
    this.receivers.clear();
    this.producers.clear();
    this.listener.producersLost(producerIds);
    this.listener.mediaLost(peerIds);
  }

  async #request(): Promise<void> {
    await this.gate;
    if (this.closed) throw new Error('room closed');
  }

  #consumersFor(peerId: string, producerIds: string[]): ConsumerOffer[] {
    const consumers = this.receivers.get(peerId);
    if (consumers === undefined) throw new Error('no receive transport');

    return producerIds.flatMap((producerId) => {
      const producer = this.producers.get(producerId);
      if (producer === undefined) return [];
      const consumerId = idFor('consumer');
      consumers.set(consumerId, { producerId, resumed: false, height: undefined });
      const rtpParameters = { codecs: [], headerExtensions: [], encodings: [] };
      return [{ consumerId, producerId, kind: kindOf(producer.source), rtpParameters }];
    });
  }

  #consumer(peerId: string, consumerId: string): Consumer {
    const consumer = this.receivers.get(peerId)?.get(consumerId);
    if (consumer === undefined) throw new Error('no such consumer');
    return consumer;
  }

  #producer(producerId: string): Producer {
    const producer = this.producers.get(producerId);
    if (producer === undefined) throw new Error('no such producer');
    return producer;
  }
}

const transport = (): TransportOffer => ({
  id: idFor('transport'),
  iceParameters: { usernameFragment: 'fragment', password: 'password' },
  iceCandidates: [],
  dtlsParameters: { role: 'server', fingerprints: [] },
});
