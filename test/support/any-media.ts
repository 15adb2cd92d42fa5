import * as fc from 'fast-check';
import type { DtlsFingerprint, RtpCapabilities, RtpParameters } from '#src/protocol/media.ts';
import { rtpCapabilities } from '#src/sfu/codecs.ts';
import { cameraParameters, chromeCapabilities, microphoneParameters, screenParameters } from './media.ts';

// Everything here passes the protocol's schemas, so nothing but the media server itself stands between it and a worker.

const uris = [...new Set(rtpCapabilities.headerExtensions.map(({ uri }) => uri)), 'urn:ietf:params:rtp-hdrext:toffset'];
const mimeTypes = [
  'audio/opus',
  'audio/OPUS',
  'video/VP8',
  'video/rtx',
  'audio/rtx',
  'video/H264',
  'video/VP9',
  'video/AV1',
];

const maybe = <T, K extends string>(key: K, value: fc.Arbitrary<T>): fc.Arbitrary<Partial<Record<K, T>>> =>
  fc.record({ [key]: value } as Record<K, fc.Arbitrary<T>>, { requiredKeys: [] });

const merged = (parts: object[]) => Object.assign({}, ...parts) as object;

const uint32 = fc.oneof(fc.integer({ min: 1, max: 0xffff_ffff }), fc.constantFrom(1, 2, 0xffff_fffe, 0xffff_ffff));
const mimeType = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...mimeTypes) },
  { weight: 1, arbitrary: fc.stringMatching(/^(audio|video)\/[A-Za-z0-9.-]{1,30}$/) },
);
const payloadType = fc.oneof(fc.constantFrom(96, 97, 100, 101, 102), fc.integer({ min: 0, max: 127 }));
const clockRate = fc.oneof(fc.constantFrom(48_000, 90_000), fc.integer({ min: 1, max: 192_000 }));
const settings = fc.dictionary(
  fc.oneof(
    fc.constantFrom('apt', 'usedtx', 'useinbandfec', 'stereo', 'profile-level-id'),
    fc.string({ maxLength: 40 }),
  ),
  fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.constant(null),
  ),
  { maxKeys: 6 },
);
const feedback = fc.array(
  fc
    .tuple(
      fc.record({ type: fc.constantFrom('nack', 'ccm', 'transport-cc', 'goog-remb', '') }),
      maybe('parameter', fc.string({ maxLength: 20 })),
    )
    .map(merged),
  { maxLength: 12 },
);
const uri = fc.oneof(fc.constantFrom(...uris), fc.string({ minLength: 1, maxLength: 120 }));
const kind = fc.constantFrom('audio', 'video');
const channels = fc.integer({ min: 1, max: 8 });

const codec = fc
  .tuple(
    fc.record({ mimeType, payloadType, clockRate }),
    maybe('channels', channels),
    maybe('parameters', settings),
    maybe('rtcpFeedback', feedback),
  )
  .map(merged);

const encoding = fc
  .tuple(
    maybe('ssrc', uint32),
    maybe('rid', fc.oneof(fc.constantFrom('r0', 'r1'), fc.stringMatching(/^[A-Za-z0-9]{1,16}$/))),
    maybe('codecPayloadType', payloadType),
    maybe('rtx', fc.record({ ssrc: uint32 })),
    maybe('dtx', fc.boolean()),
    maybe('scalabilityMode', fc.stringMatching(/^[LS][1-3]T[1-3](_KEY)?$/)),
    maybe('maxBitrate', fc.integer({ min: 1, max: 20_000_000 })),
  )
  .map(merged);

const extension = fc
  .tuple(
    fc.record({ uri, id: fc.integer({ min: 1, max: 255 }) }),
    maybe('encrypt', fc.boolean()),
    maybe('parameters', settings),
  )
  .map(merged);

const wild = fc
  .tuple(
    fc.record({
      codecs: fc.array(codec, { minLength: 1, maxLength: 8 }),
      headerExtensions: fc.array(extension, { maxLength: 16 }),
      encodings: fc.array(encoding, { minLength: 1, maxLength: 3 }),
    }),
    maybe('mid', fc.string({ maxLength: 16 })),
    maybe('msid', fc.string({ maxLength: 120 })),
    maybe('rtcp', maybe('cname', fc.string({ maxLength: 64 }))),
  )
  .map(merged);

/** Almost what Chromium sends: one part of it is something else. These get further into the worker than wild ones. */
const almost = fc
  .tuple(
    fc.constantFrom(cameraParameters, screenParameters, microphoneParameters),
    wild,
    fc.integer({ min: 0, max: 63 }),
  )
  .map(([usual, strange, which]) => {
    const chosen = Object.entries(strange).filter((_, index) => (which >> index) % 2 === 1);
    return { ...usual(), ...Object.fromEntries(chosen) };
  });

export const anyParameters = fc.oneof(
  { weight: 1, arbitrary: wild },
  { weight: 3, arbitrary: almost },
) as fc.Arbitrary<RtpParameters>;

const codecCapability = fc
  .tuple(
    fc.record({ kind, mimeType, clockRate }),
    maybe('preferredPayloadType', payloadType),
    maybe('channels', channels),
    maybe('parameters', settings),
    maybe('rtcpFeedback', feedback),
  )
  .map(merged);

const extensionCapability = fc
  .tuple(
    fc.record({ kind, uri, preferredId: fc.integer({ min: 1, max: 255 }) }),
    maybe('preferredEncrypt', fc.boolean()),
  )
  .map(merged);

const wildCapabilities = fc.record({
  codecs: fc.array(codecCapability, { maxLength: 40 }),
  headerExtensions: fc.array(extensionCapability, { maxLength: 40 }),
});

export const anyCapabilities = fc.oneof(
  wildCapabilities,
  wildCapabilities.map(({ codecs }) => ({
    ...chromeCapabilities,
    codecs: [...codecs.slice(20), ...chromeCapabilities.codecs],
  })),
  wildCapabilities.map(({ headerExtensions }) => ({ ...chromeCapabilities, headerExtensions })),
) as fc.Arbitrary<RtpCapabilities>;

export const anyFingerprint: fc.Arbitrary<DtlsFingerprint> = fc.record({
  algorithm: fc.constantFrom('sha-256', 'sha-384', 'sha-512'),
  value: fc
    .array(fc.integer({ min: 0, max: 255 }), { minLength: 32, maxLength: 64 })
    .map((bytes) => bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')),
});
