import { type ReadonlySignal, signal } from '@preact/signals';
import type { types } from 'mediasoup-client';
import type { ConsumerOffer, TransportOffer } from '../../../protocol/media.ts';
import type { MediaHealth } from '../remember/recover.ts';
import { inMessages } from '../remember/tiles.ts';
import type { Ask } from './connection.ts';
import { asConsumer, type Kit } from './kit.ts';

export type Incoming = { consumerId: string; producerId: string; kind: 'audio' | 'video'; track: MediaStreamTrack };

type Parts = { ask: Ask; changed(): void };

/** What this page hears and sees of others: one transport, one consumer for each stream. */
export class Receiving {
  readonly #parts: Parts;
  readonly #incoming = signal<ReadonlyMap<string, Incoming>>(new Map());
  #transport: types.Transport | undefined;
  #consumers = new Map<string, types.Consumer>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** By producer. */
  get incoming(): ReadonlySignal<ReadonlyMap<string, Incoming>> {
    return this.#incoming;
  }

  get health(): MediaHealth {
    return this.#transport?.connectionState ?? 'gone';
  }

  /** Takes the place of whatever was received before. The old pictures stand still until the new ones are there. */
  async start(
    kit: Kit,
    { transport, consumers }: { transport: TransportOffer; consumers: ConsumerOffer[] },
  ): Promise<void> {
    this.#letGo();
    this.#transport = kit.transport('receive', transport);
    this.#transport.on('connectionstatechange', this.#parts.changed);
    await this.add(consumers);
    this.#show();
  }

  async add(offers: ConsumerOffer[]): Promise<void> {
    const transport = this.#transport;
    if (transport === undefined || transport.closed || offers.length === 0) return;

    const fresh = offers.filter(({ producerId, consumerId }) => this.#consumers.get(producerId)?.id !== consumerId);
    const made = await Promise.all(fresh.map((offer) => transport.consume(asConsumer(offer))));
    // The transport may have been replaced while its consumers were made.
    if (this.#transport !== transport) return;

    for (const consumer of made) this.#keep(consumer);
    this.#show();
    // An offer that comes a second time is one whose start was lost with a connection.
    await this.#resume(offers.map(({ consumerId }) => consumerId));
  }

  /** These streams are over. */
  drop(producerIds: Iterable<string>): void {
    for (const producerId of producerIds) {
      this.#consumers.get(producerId)?.close();
      this.#consumers.delete(producerId);
    }
    this.#show();
  }

  async restartIce(): Promise<void> {
    const { iceParameters } = await this.#parts.ask('restart-ice', { direction: 'receive' });
    await this.#transport?.restartIce({ iceParameters });
  }

  close(): void {
    this.#letGo();
    this.#show();
  }

  #letGo(): void {
    this.#transport?.close();
    this.#transport = undefined;
    this.#consumers = new Map();
  }

  /** One message starts the whole batch, so that one key frame serves it. */
  async #resume(consumerIds: string[]): Promise<void> {
    await Promise.all(
      inMessages(consumerIds).map((part) => this.#parts.ask('resume-consumers', { consumerIds: part })),
    );
  }

  #keep(consumer: types.Consumer): void {
    this.#consumers.get(consumer.producerId)?.close();
    this.#consumers.set(consumer.producerId, consumer);
  }

  #show(): void {
    this.#incoming.value = new Map(
      [...this.#consumers].map(([producerId, { id, kind, track }]) => [
        producerId,
        { consumerId: id, producerId, kind, track },
      ]),
    );
    this.#parts.changed();
  }
}
