import type { types } from 'mediasoup';
import { Refusal } from '../platform/errors.ts';
import { kindOf, type MediaSource, type RtpParameters } from '../protocol/media.ts';
import { isHeaderExtensionWeRead } from './codecs.ts';

type CodecUse = RtpParameters['codecs'][number];
type Encoding = RtpParameters['encodings'][number];

/** Layers a source may have. More would only cost: nobody's tile needs a fourth size. */
const MOST_ENCODINGS: Record<MediaSource, number> = { 'microphone': 1, 'camera': 3, 'screen': 2, 'screen-audio': 1 };

/** How many bits a second one encoding may claim; browsers take what is left of the transport's limit anyway. */
const MOST_BITS = 3_000_000;

/** Settings of Opus that are worth passing on, all of them numbers. VP8 has none. */
const OPUS_SETTINGS = new Set(
  'minptime ptime maxptime maxplaybackrate maxaveragebitrate stereo sprop-stereo useinbandfec usedtx cbr'.split(' '),
);

/**
 * What a browser wants to publish, rebuilt from the parts we know. Parameters of publishers travel on into the session
 * descriptions of everybody who receives them, so no word that a publisher chose is passed on: settings are numbers from a
 * list, and the stream is named by us. Refuses `invalid` for what is not a plain Opus or VP8 stream.
 */
export function admitted(wish: {
  source: MediaSource;
  rtpParameters: RtpParameters;
  streamName: string;
}): types.RtpParameters {
  const { source, rtpParameters, streamName } = wish;
  const kind = kindOf(source);
  const { mid, codecs, headerExtensions, encodings } = rtpParameters;
  if (encodings.length > MOST_ENCODINGS[source]) throw new Refusal('invalid');

  return {
    ...(mid !== undefined && { mid }),
    codecs: kind === 'audio' ? [opus(codecs)] : vp8(codecs),
    headerExtensions: headerExtensions.flatMap(({ uri, id }) =>
      isHeaderExtensionWeRead(kind, uri) ? [{ uri, id }] : [],
    ),
    encodings: encodings.map(kind === 'audio' ? sound : picture),
    rtcp: { reducedSize: true },
    // Sound and picture of one stream are played in step; the screen is a stream of its own.
    msid: `${streamName}${source.startsWith('screen') ? '-screen' : ''} ${source}`,
  };
}

function opus(codecs: CodecUse[]): types.RtpCodecParameters {
  const [codec, ...others] = codecs;
  if (codec === undefined || others.length > 0 || codec.mimeType.toLowerCase() !== 'audio/opus')
    throw new Refusal('invalid');

  const { mimeType, payloadType, clockRate, channels, parameters = {} } = codec;
  const settings = Object.entries(parameters).filter(
    ([key, value]) => OPUS_SETTINGS.has(key) && Number.isInteger(value),
  );
  return {
    mimeType,
    payloadType,
    clockRate,
    ...(channels !== undefined && { channels }),
    parameters: Object.fromEntries(settings),
    rtcpFeedback: [],
  };
}

/** One VP8 and, for repairs, at most one rtx that belongs to it. */
function vp8(codecs: CodecUse[]): types.RtpCodecParameters[] {
  const [codec, rtx, ...others] = codecs;
  if (codec === undefined || others.length > 0 || codec.mimeType.toLowerCase() !== 'video/vp8')
    throw new Refusal('invalid');

  const { mimeType, payloadType, clockRate } = codec;
  const video = { mimeType, payloadType, clockRate, parameters: {}, rtcpFeedback: feedback(codec) };
  return rtx === undefined ? [video] : [video, repairs(rtx, payloadType)];
}

function repairs({ mimeType, payloadType, clockRate, parameters }: CodecUse, apt: number): types.RtpCodecParameters {
  if (mimeType.toLowerCase() !== 'video/rtx' || parameters?.apt !== apt) throw new Refusal('invalid');
  return { mimeType, payloadType, clockRate, parameters: { apt }, rtcpFeedback: [] };
}

const FEEDBACK = new Set(['goog-remb ', 'transport-cc ', 'ccm fir', 'nack ', 'nack pli']);

function feedback({ rtcpFeedback = [] }: CodecUse): types.RtcpFeedback[] {
  return rtcpFeedback
    .map(({ type, parameter = '' }) => ({ type, parameter }))
    .filter(({ type, parameter }) => FEEDBACK.has(`${type} ${parameter}`));
}

const sound = ({ ssrc, dtx = false }: Encoding): types.RtpEncodingParameters => ({
  dtx,
  ...(ssrc !== undefined && { ssrc }),
});

function picture({ ssrc, rid, rtx, scalabilityMode, maxBitrate }: Encoding): types.RtpEncodingParameters {
  // VP8 has layers in time only; sizes are encodings of their own.
  if (scalabilityMode !== undefined && !/^[LS]1T[1-3]$/.test(scalabilityMode)) throw new Refusal('invalid');

  return {
    ...(ssrc !== undefined && { ssrc }),
    ...(rid !== undefined && { rid }),
    ...(rtx !== undefined && { rtx: { ssrc: rtx.ssrc } }),
    ...(scalabilityMode !== undefined && { scalabilityMode }),
    ...(maxBitrate !== undefined && { maxBitrate: Math.min(maxBitrate, MOST_BITS) }),
  };
}
