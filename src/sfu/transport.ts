import type { types } from 'mediasoup';
import type { DtlsFingerprint, TransportOffer } from '../protocol/media.ts';
import type { MediaWorker } from './worker-pool.ts';

/**
 * What a receiver is sent at first, before its bandwidth has been measured, in bits a second: a small picture of
 * everybody and the sound. Higher fills slow lines before they can say so; lower shows small pictures for seconds longer.
 */
const FIRST_OUTGOING_BITRATE = 1_000_000;

/** A transport on the worker's one port. Browsers come by UDP, and by TCP where that is all they have. */
export const makeTransport = (router: types.Router, media: MediaWorker): Promise<types.WebRtcTransport> =>
  router.createWebRtcTransport({
    webRtcServer: media.server,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    initialAvailableOutgoingBitrate: FIRST_OUTGOING_BITRATE,
  });

/** The browser made its certificate before it asked, so our end needs no second message. The browser is the DTLS client. */
export const connect = (transport: types.WebRtcTransport, fingerprints: DtlsFingerprint[]): Promise<void> =>
  transport.connect({ dtlsParameters: { role: 'client', fingerprints } });

/** What the browser needs to make its end. Complete once our end is connected. */
export const offerOf = ({
  id,
  iceParameters,
  iceCandidates,
  dtlsParameters,
}: types.WebRtcTransport): TransportOffer => ({
  id,
  iceParameters,
  iceCandidates,
  dtlsParameters,
});
