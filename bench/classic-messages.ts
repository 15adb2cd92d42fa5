import type { types } from 'mediasoup';

type Reply<T> = (answer: T) => void;
type Offer = Pick<types.WebRtcTransport, 'id' | 'iceParameters' | 'iceCandidates' | 'dtlsParameters'>;
type ConsumeWish = { producerId: string; rtpCapabilities: types.RtpCapabilities };
type Consumed = { consumerId: string; kind: types.MediaKind; rtpParameters: types.RtpParameters };

/** What is asked in the many-round-trip flow of mediasoup's own examples. Each waits for the answer to the one before. */
export type ClassicMessages = {
  'capabilities'(
    request: object,
    reply: Reply<{ rtpCapabilities: types.RtpCapabilities; producerIds: string[] }>,
  ): void;
  'create-transport'(request: object, reply: Reply<Offer>): void;
  'connect-transport'(request: { dtlsParameters: types.DtlsParameters }, reply: Reply<object>): void;
  'produce'(request: types.ProducerOptions, reply: Reply<{ producerId: string }>): void;
  'consume'(request: ConsumeWish, reply: Reply<Consumed>): void;
  'resume'(request: { consumerId: string }, reply: Reply<object>): void;
};
