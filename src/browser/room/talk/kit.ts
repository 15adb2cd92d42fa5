import type { Device, types } from 'mediasoup-client';
import type {
  ConsumerOffer,
  DtlsFingerprint,
  RtpCapabilities,
  RtpParameters,
  TransportOffer,
} from '../../../protocol/media.ts';
import type { RoomBootstrap } from '../../../protocol/room-messages.ts';

/** This browser cannot do live media at all. */
export class Unsupported extends Error {
  constructor() {
    super(
      'This browser cannot bring you live sound and picture. Open this page in a current Chrome, Edge, Firefox or Safari.',
    );
    this.name = 'Unsupported';
  }
}

/** All that is needed before the first word to the server, so that joining takes one round trip. */
export type Kit = {
  rtpCapabilities: RtpCapabilities;
  /** Of the certificate that both our transports will use: the server connects its ends before ours exist. */
  fingerprints: DtlsFingerprint[];
  transport(direction: 'send' | 'receive', offer: TransportOffer): types.Transport;
};

/** Loads the media library, asks the browser what it can do and makes its certificate. Throws `Unsupported`. */
export async function prepareKit(page: Pick<RoomBootstrap, 'rtpCapabilities' | 'iceServers'>): Promise<Kit> {
  if (!('RTCPeerConnection' in globalThis)) throw new Unsupported();

  const [device, certificate] = await Promise.all([loadDevice(page.rtpCapabilities), makeCertificate()]);
  const settings = { iceServers: page.iceServers, additionalSettings: { certificates: [certificate] } };

  return {
    rtpCapabilities: device.recvRtpCapabilities as RtpCapabilities,
    fingerprints: await fingerprintsOf(certificate),
    transport(direction, offer) {
      const options = { ...asTransport(offer), ...settings };
      const transport =
        direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
      // Both ends were told of each other when the transport was made: there is nothing left to ask.
      transport.on('connect', (_ours, done) => done());
      return transport;
    },
  };
}

/** What our protocol writes down more loosely than the library types it. */
export const asConsumer = ({ consumerId, producerId, kind, rtpParameters }: ConsumerOffer): types.ConsumerOptions => ({
  id: consumerId,
  producerId,
  kind,
  rtpParameters: rtpParameters as types.RtpParameters,
});
export const asParameters = (parameters: types.RtpParameters) => parameters as RtpParameters;

const asTransport = ({ id, iceParameters, iceCandidates, dtlsParameters }: TransportOffer) => ({
  id,
  iceParameters,
  iceCandidates: iceCandidates as types.IceCandidate[],
  dtlsParameters: dtlsParameters as types.DtlsParameters,
});

async function loadDevice(routerRtpCapabilities: RtpCapabilities): Promise<Device> {
  const library = await import('mediasoup-client');
  if (library.detectDevice() === undefined) throw new Unsupported();

  const device = new library.Device();
  await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
  return device;
}

const makeCertificate = () =>
  RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' } as AlgorithmIdentifier);

async function fingerprintsOf(certificate: RTCCertificate): Promise<DtlsFingerprint[]> {
  const known =
    'getFingerprints' in certificate ? certificate.getFingerprints() : await fingerprintsOffered(certificate);
  return known.flatMap(({ algorithm, value }) =>
    algorithm === 'sha-256' && value !== undefined ? [{ algorithm, value: value.toUpperCase() }] : [],
  );
}

/** For browsers that keep a certificate's fingerprint to themselves: they do write it into an offer. */
async function fingerprintsOffered(certificate: RTCCertificate): Promise<RTCDtlsFingerprint[]> {
  const connection = new RTCPeerConnection({ certificates: [certificate] });
  connection.createDataChannel('fingerprint');
  const { sdp = '' } = await connection.createOffer();
  connection.close();
  return [...sdp.matchAll(/^a=fingerprint:(\S+) (\S+)/gm)].map(([, algorithm = '', value = '']) => ({
    algorithm,
    value,
  }));
}
