import { z } from 'zod';

/** What somebody on the stage can publish; one producer of each at most. */
export const MediaSource = z.enum(['microphone', 'camera', 'screen', 'screen-audio']);
export type MediaSource = z.infer<typeof MediaSource>;

/** The kind of media each source carries. */
export const kindOf = (source: MediaSource): 'audio' | 'video' =>
  source === 'microphone' || source === 'screen-audio' ? 'audio' : 'video';

// Bounds for what a browser may send. They are wider than any browser's own messages and far narrower than what could
// hurt the media worker. Keys that mediasoup knows are all listed; others are refused.
const MimeType = z
  .string()
  .max(40)
  .regex(/^(audio|video)\/[A-Za-z0-9.-]+$/);
const Uri = z.string().min(1).max(120);
const Ssrc = z.int().min(1).max(0xffff_ffff);
const PayloadType = z.int().min(0).max(127);
const CodecParameters = z
  .record(z.string().max(40), z.union([z.string().max(200), z.number(), z.null()]))
  .refine((all) => Object.keys(all).length <= 20);
const RtcpFeedback = z.strictObject({ type: z.string().max(20), parameter: z.string().max(20).optional() });

const CodecCapability = z.strictObject({
  kind: z.enum(['audio', 'video']),
  mimeType: MimeType,
  preferredPayloadType: PayloadType.optional(),
  clockRate: z.int().min(1).max(192_000),
  channels: z.int().min(1).max(8).optional(),
  parameters: CodecParameters.optional(),
  rtcpFeedback: z.array(RtcpFeedback).max(12).optional(),
});

const HeaderExtensionCapability = z.strictObject({
  kind: z.enum(['audio', 'video']),
  uri: Uri,
  preferredId: z.int().min(1).max(255),
  preferredEncrypt: z.boolean().optional(),
  direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
});

export const RtpCapabilities = z.strictObject({
  codecs: z.array(CodecCapability).max(40),
  headerExtensions: z.array(HeaderExtensionCapability).max(40),
});
export type RtpCapabilities = z.infer<typeof RtpCapabilities>;

const CodecUse = z.strictObject({
  mimeType: MimeType,
  payloadType: PayloadType,
  clockRate: z.int().min(1).max(192_000),
  channels: z.int().min(1).max(8).optional(),
  parameters: CodecParameters.optional(),
  rtcpFeedback: z.array(RtcpFeedback).max(12).optional(),
});

const Encoding = z.strictObject({
  active: z.boolean().optional(),
  ssrc: Ssrc.optional(),
  rid: z
    .string()
    .regex(/^[A-Za-z0-9]{1,16}$/)
    .optional(),
  codecPayloadType: PayloadType.optional(),
  rtx: z.strictObject({ ssrc: Ssrc }).optional(),
  dtx: z.boolean().optional(),
  scalabilityMode: z
    .string()
    .regex(/^[LS][1-3]T[1-3](_KEY)?$/)
    .optional(),
  scaleResolutionDownBy: z.number().min(1).max(16).optional(),
  maxBitrate: z.int().min(1).max(20_000_000).optional(),
  maxFramerate: z.number().min(1).max(120).optional(),
  priority: z.enum(['very-low', 'low', 'medium', 'high']).optional(),
  networkPriority: z.enum(['very-low', 'low', 'medium', 'high']).optional(),
  adaptivePtime: z.boolean().optional(),
});

export const RtpParameters = z.strictObject({
  mid: z.string().max(16).optional(),
  codecs: z.array(CodecUse).min(1).max(8),
  headerExtensions: z
    .array(
      z.strictObject({
        uri: Uri,
        id: z.int().min(1).max(255),
        encrypt: z.boolean().optional(),
        parameters: CodecParameters.optional(),
      }),
    )
    .max(16),
  encodings: z.array(Encoding).min(1).max(3),
  rtcp: z
    .strictObject({
      cname: z.string().max(64).optional(),
      reducedSize: z.boolean().optional(),
      mux: z.boolean().optional(),
    })
    .optional(),
  msid: z.string().max(120).optional(),
});
export type RtpParameters = z.infer<typeof RtpParameters>;

/** The browser makes its certificate before it joins; the server is told the fingerprint with the first message. */
export const DtlsFingerprint = z.strictObject({
  algorithm: z.enum(['sha-256', 'sha-384', 'sha-512']),
  value: z.string().regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31,63}$/),
});
export type DtlsFingerprint = z.infer<typeof DtlsFingerprint>;

export type IceParameters = { usernameFragment: string; password: string; iceLite?: boolean };

/** Everything a browser needs to make its end of a transport that is already connected on ours. */
export type TransportOffer = {
  id: string;
  iceParameters: IceParameters;
  iceCandidates: object[];
  dtlsParameters: { role?: 'auto' | 'client' | 'server'; fingerprints: { algorithm: string; value: string }[] };
};

/** One stream that is ready to flow once the browser has made its end. */
export type ConsumerOffer = {
  consumerId: string;
  producerId: string;
  kind: 'audio' | 'video';
  rtpParameters: RtpParameters;
};
