import { randomBytes, randomInt } from 'node:crypto';
import type { DtlsFingerprint, RtpCapabilities, RtpParameters } from '#src/protocol/media.ts';

/** What Chromium says it can receive, after mediasoup-client has met it with what our page offers. */
export const chromeCapabilities: RtpCapabilities = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: { minptime: 10, useinbandfec: 1 },
      rtcpFeedback: [],
    },
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 101,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [
        { type: 'transport-cc', parameter: '' },
        { type: 'ccm', parameter: 'fir' },
        { type: 'nack', parameter: '' },
        { type: 'nack', parameter: 'pli' },
      ],
    },
    {
      kind: 'video',
      mimeType: 'video/rtx',
      preferredPayloadType: 102,
      clockRate: 90_000,
      parameters: { apt: 101 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [
    extension('audio', 'urn:ietf:params:rtp-hdrext:sdes:mid', 1),
    extension('video', 'urn:ietf:params:rtp-hdrext:sdes:mid', 1),
    extension('video', 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01', 5),
    extension('video', 'urn:3gpp:video-orientation', 8),
  ],
};

/** A camera as Chromium publishes it: VP8, three simulcast layers named by rid. New SSRCs with every call. */
export const cameraParameters = (): RtpParameters => ({
  mid: '1',
  ...video(),
  encodings: [
    { ...layer('r0', 150_000), scaleResolutionDownBy: 4 },
    { ...layer('r1', 500_000), scaleResolutionDownBy: 2 },
    { ...layer('r2', 1_700_000), scaleResolutionDownBy: 1 },
  ],
});

/** A shared screen: one layer, sharp rather than fluent. */
export const screenParameters = (): RtpParameters => ({
  mid: '2',
  ...video(),
  encodings: [
    { active: true, ssrc: ssrc(), rtx: { ssrc: ssrc() }, scalabilityMode: 'L1T3', maxBitrate: 2_500_000, dtx: false },
  ],
});

export const microphoneParameters = (): RtpParameters => ({ mid: '0', ...audio() });

/** What somebody hears in the window or tab that is shared. */
export const screenAudioParameters = (): RtpParameters => ({ mid: '3', ...audio() });

/** The fingerprint of a certificate that nobody has. */
export const fingerprint = (): DtlsFingerprint => ({
  algorithm: 'sha-256',
  value: [...randomBytes(32)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':'),
});

function extension(
  kind: 'audio' | 'video',
  uri: string,
  preferredId: number,
): RtpCapabilities['headerExtensions'][number] {
  return { kind, uri, preferredId, preferredEncrypt: false, direction: 'sendrecv' };
}

function video(): Pick<RtpParameters, 'codecs' | 'headerExtensions' | 'rtcp'> {
  return {
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 96,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [
          { type: 'goog-remb', parameter: '' },
          { type: 'transport-cc', parameter: '' },
          { type: 'ccm', parameter: 'fir' },
          { type: 'nack', parameter: '' },
          { type: 'nack', parameter: 'pli' },
        ],
      },
      { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 }, rtcpFeedback: [] },
    ],
    headerExtensions: [
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4, encrypt: false, parameters: {} },
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 10, encrypt: false, parameters: {} },
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id', id: 11, encrypt: false, parameters: {} },
      {
        uri: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
        id: 3,
        encrypt: false,
        parameters: {},
      },
      { uri: 'urn:3gpp:video-orientation', id: 13, encrypt: false, parameters: {} },
    ],
    rtcp: { cname: 'qZ1xwJ6c2kPfYt0v', reducedSize: true },
  };
}

function audio(): Omit<RtpParameters, 'mid'> {
  return {
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 111,
        clockRate: 48_000,
        channels: 2,
        parameters: { 'minptime': 10, 'useinbandfec': 1, 'sprop-stereo': 1, 'usedtx': 1 },
        rtcpFeedback: [],
      },
    ],
    headerExtensions: [
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4, encrypt: false, parameters: {} },
      { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1, encrypt: false, parameters: {} },
    ],
    encodings: [{ ssrc: ssrc(), dtx: true }],
    rtcp: { cname: 'qZ1xwJ6c2kPfYt0v', reducedSize: true },
  };
}

const layer = (rid: string, maxBitrate: number) => ({
  active: true,
  rid,
  scalabilityMode: 'L1T3',
  maxBitrate,
  dtx: false,
});

const ssrc = (): number => randomInt(1, 0xffff_ffff);
