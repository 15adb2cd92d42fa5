import { Refusal } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { ConsumerOffer } from '../protocol/media.ts';
import type { Request } from '../protocol/room-messages.ts';
import type { SfuRoom } from '../sfu/sfu.ts';
import type { Attendee } from './attendee.ts';
import type { RoomEvents } from './names.ts';
import type { Room } from './room.ts';

/** Says something to one attendee, if they are connected. */
export type Tell = <Name extends keyof RoomEvents>(
  attendee: Attendee,
  event: Name,
  ...words: Parameters<RoomEvents[Name]>
) => void;

type Parts = {
  room: Room;
  sfu: SfuRoom;
  tell: Tell;
  log: Log;
  /** Asks for a round soon. */
  soon(): void;
};

type Receiver = {
  attendee: Attendee;
  isOpen: boolean;
  /** Producers that were offered or are being offered, so that nothing is offered twice. */
  producerIds: Set<string>;
  /** Every consumer by id, with its offer until the browser has resumed it: an offer may be lost with a connection. */
  offers: Map<string, ConsumerOffer | 'resumed'>;
};

/** Requests to the worker that are on their way at once. More, and joins that arrive meanwhile wait behind them. */
const BATCH = 50;

/**
 * Brings everybody the streams they are entitled to, no matter in which order people come, publish, are promoted or lose
 * their connection: each round compares what somebody should have with what they were offered, and offers the rest.
 */
export class Forwarding {
  readonly #parts: Parts;
  readonly #receivers = new Map<string, Receiver>();
  readonly #returned = new Set<Attendee>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A new receive transport with everything there is to hear, in place of what the attendee had. */
  async receive(attendee: Attendee, wish: Request<'join'>) {
    const { room, sfu } = this.#parts;
    const producerIds = room.producersFor(attendee);
    const receiver: Receiver = { attendee, isOpen: false, producerIds: new Set(producerIds), offers: new Map() };
    this.#forget(attendee);
    this.#receivers.set(attendee.id, receiver);

    const media = await sfu.receive(attendee.id, { ...wish, producerIds }).catch((error: unknown) => {
      if (this.#receivers.get(attendee.id) === receiver) this.#forget(attendee);
      throw error;
    });
    // They may have left, or the host may have removed them, while the worker was at it.
    if (this.#receivers.get(attendee.id) !== receiver) throw new Refusal('media-unavailable');

    for (const offer of media.consumers) receiver.offers.set(offer.consumerId, offer);
    receiver.isOpen = true;
    // Somebody may have started to publish in the meantime.
    this.#parts.soon();
    return media;
  }

  /** Somebody is back on a new connection with their media alive: what they may have missed comes with the next round. */
  catchUp(attendee: Attendee): void {
    this.#returned.add(attendee);
    this.#parts.soon();
  }

  /** Starts consumers that were offered to this attendee; ids of others are overlooked. */
  async resume(attendee: Attendee, consumerIds: string[]): Promise<void> {
    const offers = this.#receivers.get(attendee.id)?.offers;
    const own = consumerIds.filter((consumerId) => offers?.has(consumerId));
    if (own.length === 0) return;

    await this.#parts.sfu.resume(attendee.id, own);
    for (const consumerId of own) offers?.set(consumerId, 'resumed');
  }

  /** Chooses layers for this attendee's own tiles; ids of others are overlooked. */
  async view(attendee: Attendee, tiles: Request<'view'>['tiles']): Promise<void> {
    const offers = this.#receivers.get(attendee.id)?.offers;
    const own = tiles.filter(({ consumerId }) => offers?.has(consumerId));
    if (own.length > 0) await this.#parts.sfu.view(attendee.id, own);
  }

  /** Ends all media of somebody who is gone. */
  leave(attendee: Attendee): void {
    this.#forget(attendee);
    this.#parts.sfu.leave(attendee.id);
  }

  /** Ends all media of somebody who stays and may not hear the stage any more; their page joins the media again. */
  cut(attendee: Attendee): void {
    this.leave(attendee);
    this.#parts.tell(attendee, 'media-lost');
  }

  /** The worker died under these. Whoever is away is told when they are back. */
  lost(peerIds: string[]): void {
    for (const { attendee } of peerIds.flatMap((id) => this.#receivers.get(id) ?? [])) {
      this.#forget(attendee);
      this.#parts.tell(attendee, 'media-lost');
    }
  }

  /** Offers everybody what they should have and were not offered yet. */
  async round(): Promise<void> {
    this.#answerReturned();
    const owed = [...this.#receivers.values()].flatMap((receiver) => {
      const producerIds = this.#missing(receiver);
      for (const producerId of producerIds) receiver.producerIds.add(producerId);
      return producerIds.length === 0 ? [] : [{ receiver, producerIds }];
    });

    for (let first = 0; first < owed.length; first += BATCH) {
      await Promise.all(owed.slice(first, first + BATCH).map((each) => this.#offer(each)));
    }
  }

  #answerReturned(): void {
    for (const attendee of this.#returned) {
      const receiver = this.#receivers.get(attendee.id);
      const lost = [...(receiver?.offers.values() ?? [])].filter((offer) => offer !== 'resumed');
      if (receiver === undefined) this.#parts.tell(attendee, 'media-lost');
      else if (lost.length > 0) this.#parts.tell(attendee, 'consumers-added', { consumers: lost });
    }
    this.#returned.clear();
  }

  #missing({ attendee, isOpen, producerIds, offers }: Receiver): string[] {
    if (!isOpen || !attendee.connected) return [];

    const entitled = this.#parts.room.producersFor(attendee);
    const current = new Set(entitled);
    for (const producerId of producerIds) if (!current.has(producerId)) producerIds.delete(producerId);
    for (const [consumerId, offer] of offers) {
      if (offer !== 'resumed' && !current.has(offer.producerId)) offers.delete(consumerId);
    }
    return entitled.filter((producerId) => !producerIds.has(producerId));
  }

  async #offer({ receiver, producerIds }: { receiver: Receiver; producerIds: string[] }): Promise<void> {
    const { room, sfu, tell, log } = this.#parts;
    const { attendee } = receiver;

    try {
      const made = await sfu.consume(attendee.id, producerIds);
      const entitled = new Set(room.producersFor(attendee));
      const consumers = made.filter(({ producerId }) => entitled.has(producerId));
      if (this.#receivers.get(attendee.id) !== receiver || consumers.length === 0) return;

      for (const offer of consumers) receiver.offers.set(offer.consumerId, offer);
      tell(attendee, 'consumers-added', { consumers });
    } catch (error) {
      // One attendee's transport may have just gone. Everybody else goes on; they are offered again in the next round.
      for (const producerId of producerIds) receiver.producerIds.delete(producerId);
      log.warn('room.offer-failed', {
        attendee: attendee.id,
        kind: error instanceof Error ? error.name : typeof error,
      });
    }
  }

  #forget(attendee: Attendee): void {
    this.#receivers.delete(attendee.id);
    this.#returned.delete(attendee);
  }
}
