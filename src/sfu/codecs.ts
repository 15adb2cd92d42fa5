import { ortc, type types } from 'mediasoup';
import type { RtpCapabilities } from '../protocol/media.ts';

/**
 * What rooms are carried in. Every browser that does WebRTC must know Opus and VP8 (RFC 7874, RFC 7742), so one of each is
 * enough and nobody is ever sent what they cannot decode.
 */
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    preferredPayloadType: 100,
    clockRate: 48_000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  { kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 101, clockRate: 90_000 },
];

type Direction = types.RtpHeaderExtensionDirection;

/** Directions are ours: `recvonly` is what publishers send to us and what no receiver gets. */
const HEADER_EXTENSIONS = new Map<string, Direction>([
  ['audio urn:ietf:params:rtp-hdrext:sdes:mid', 'sendrecv'],
  // Tells who is speaking without decoding anything.
  ['audio urn:ietf:params:rtp-hdrext:ssrc-audio-level', 'recvonly'],
  ['video urn:ietf:params:rtp-hdrext:sdes:mid', 'sendrecv'],
  // Simulcast layers are told apart by these two.
  ['video urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', 'recvonly'],
  ['video urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id', 'recvonly'],
  // On video alone: layers are chosen by the bandwidth it measures. On sound it would only be bytes and feedback.
  ['video http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01', 'sendrecv'],
  ['video urn:3gpp:video-orientation', 'sendrecv'],
]);

/** What every router can carry, without what nobody here uses; goes into the page. */
export const rtpCapabilities: RtpCapabilities = trimmed(ortc.generateRouterRtpCapabilities(mediaCodecs));

/**
 * The part of a browser's capabilities that we use. mediasoup copies and checks the whole with every stream that is added,
 * so it is cut once, when the browser joins.
 */
export function inCommon({ codecs, headerExtensions }: RtpCapabilities): RtpCapabilities {
  return {
    codecs: codecs.filter((codec) => ours.has(codec.mimeType.toLowerCase())).slice(0, MOST_CODECS),
    headerExtensions: headerExtensions.filter(
      ({ kind, uri }) => HEADER_EXTENSIONS.get(`${kind} ${uri}`) === 'sendrecv',
    ),
  };
}

const ours = new Set(rtpCapabilities.codecs.map((codec) => codec.mimeType.toLowerCase()));
/** A browser names each of ours once, and rtx once for every video codec it has. */
const MOST_CODECS = 12;

export const isHeaderExtensionWeRead = (kind: 'audio' | 'video', uri: string): uri is types.RtpHeaderExtensionUri =>
  HEADER_EXTENSIONS.has(`${kind} ${uri}`);

function trimmed({ codecs = [], headerExtensions = [] }: types.RtpCapabilities): RtpCapabilities {
  return {
    codecs: codecs.map((codec) => ({
      kind: codec.kind,
      mimeType: codec.mimeType,
      preferredPayloadType: codec.preferredPayloadType,
      clockRate: codec.clockRate,
      ...(codec.channels !== undefined && { channels: codec.channels }),
      parameters: plain(codec.parameters),
      rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type }) => codec.kind === 'video' || type !== 'transport-cc'),
    })),
    headerExtensions: headerExtensions.flatMap(({ kind, uri, preferredId }) => {
      const direction = HEADER_EXTENSIONS.get(`${kind} ${uri}`);
      return direction === undefined ? [] : [{ kind, uri, preferredId, preferredEncrypt: false, direction }];
    }),
  };
}

function plain(parameters: Record<string, unknown> = {}): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(parameters).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}
