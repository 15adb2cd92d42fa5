import { errors, type types } from 'mediasoup';

/** Room for a key frame of every camera at once; a packet lost here would be lost for everybody behind the pipe. */
const BUFFER_BYTES = 4 * 1024 * 1024;

/**
 * Carries producers from one router of a room to another, over loopback and in the clear: both ends are this machine's own
 * processes. Whatever happens to the far end never touches the producers themselves.
 */
export class Pipe {
  readonly #near: types.PipeTransport;
  readonly #far: types.PipeTransport;
  readonly #carried = new Map<string, Promise<void>>();

  static async between(near: types.Router, far: types.Router): Promise<Pipe> {
    const ends = await Promise.allSettled([end(near), end(far)]);
    const [nearEnd, farEnd] = ends.map((each) => (each.status === 'fulfilled' ? each.value : undefined));

    try {
      for (const each of ends) if (each.status === 'rejected') throw each.reason;
      if (nearEnd === undefined || farEnd === undefined) throw new Error('A pipe has two ends.');
      await Promise.all([nearEnd.connect(addressOf(farEnd)), farEnd.connect(addressOf(nearEnd))]);
      return new Pipe(nearEnd, farEnd);
    } catch (error) {
      nearEnd?.close();
      farEnd?.close();
      throw error;
    }
  }

  private constructor(near: types.PipeTransport, far: types.PipeTransport) {
    this.#near = near;
    this.#far = far;
    near.observer.once('close', () => far.close());
    far.observer.once('close', () => near.close());
  }

  /** Makes the producer known on the far router under its own id: once, however many ask at the same time. */
  carry(producer: types.Producer): Promise<void> {
    const carried = this.#carried.get(producer.id) ?? this.#begin(producer);
    this.#carried.set(producer.id, carried);
    return carried;
  }

  #begin(producer: types.Producer): Promise<void> {
    const begun = this.#mirror(producer);
    begun.catch(() => this.#carried.delete(producer.id));
    return begun;
  }

  async #mirror(producer: types.Producer): Promise<void> {
    const out = await this.#near.consume({ producerId: producer.id });
    out.observer.once('close', () => this.#carried.delete(producer.id));

    const { kind, rtpParameters, producerPaused } = out;
    const mirror = await this.#far
      .produce({ id: producer.id, kind, rtpParameters, paused: producerPaused })
      .catch((error: unknown) => {
        out.close();
        throw error;
      });
    if (out.closed) {
      mirror.close();
      throw new errors.NotFoundError('The producer closed while it was piped.');
    }
    this.#follow(out, mirror);
  }

  #follow(out: types.Consumer, mirror: types.Producer): void {
    out.observer.once('close', () => mirror.close());
    // Where the far worker is gone both ends are closed already, and there is nobody left to pause for.
    const agree = () => (out.producerPaused ? mirror.pause() : mirror.resume()).catch(() => undefined);
    out.on('producerpause', agree);
    out.on('producerresume', agree);
    if (mirror.paused !== out.producerPaused) void agree();
  }
}

const end = (router: types.Router): Promise<types.PipeTransport> =>
  router.createPipeTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1', sendBufferSize: BUFFER_BYTES, recvBufferSize: BUFFER_BYTES },
  });

const addressOf = ({ tuple }: types.PipeTransport): { ip: string; port: number } => ({
  ip: tuple.localAddress,
  port: tuple.localPort,
});
