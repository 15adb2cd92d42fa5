import type { RtpCapabilities, RtpParameters } from '../src/protocol/media.ts';
import { PAYLOAD, type PublishedStreams } from './thin-clients.ts';

const CODECS = new Set(['audio/opus', 'video/vp8', 'video/rtx']);
const FEEDBACK = new Set(['goog-remb', 'transport-cc', 'ccm fir', 'nack', 'nack pli']);
const EXTENSIONS = new Set([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'urn:3gpp:video-orientation',
  'urn:ietf:params:rtp-hdrext:toffset',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
]);

/**
 * What Chromium would answer to a server's capabilities: everything both know. Both sides of a comparison are met by the
 * same browser, so a server that offers less also has less to do.
 */
export function whatChromiumReceives({ codecs, headerExtensions }: RtpCapabilities): RtpCapabilities {
  return {
    codecs: codecs
      .filter(({ mimeType }) => CODECS.has(mimeType.toLowerCase()))
      .map((codec) => ({ ...codec, rtcpFeedback: codec.rtcpFeedback?.filter(isKnown) ?? [] })),
    headerExtensions: headerExtensions
      .filter(({ uri, direction }) => EXTENSIONS.has(uri) && direction !== 'recvonly' && direction !== 'inactive')
      .map((extension) => ({ ...extension, direction: 'sendrecv' })),
  };
}

/** What it publishes. Streams are named by SSRC alone, which is as good as by header extension and easier to pretend. */
export const publishedParameters = ({
  microphone,
  camera,
}: PublishedStreams): Record<'microphone' | 'camera', RtpParameters> => ({
  microphone: {
    codecs: [{ mimeType: 'audio/opus', payloadType: PAYLOAD.microphone, clockRate: 48_000, channels: 2 }],
    headerExtensions: [],
    encodings: [{ ssrc: microphone }],
    rtcp: { cname: 'thin' },
  },
  camera: {
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: PAYLOAD.camera,
        clockRate: 90_000,
        rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }],
      },
    ],
    headerExtensions: [],
    encodings: camera.map((ssrc) => ({ ssrc, scalabilityMode: 'L1T3' })),
    rtcp: { cname: 'thin' },
  },
});

const isKnown = ({ type, parameter = '' }: { type: string; parameter?: string | undefined }) =>
  FEEDBACK.has(`${type} ${parameter}`.trim());
