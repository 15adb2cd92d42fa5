import { expect, test } from 'vitest';
import { Refusal } from '#src/platform/errors.ts';
import type { MediaSource, RtpParameters } from '#src/protocol/media.ts';
import { admitted } from '#src/sfu/publishing-rules.ts';
import { cameraParameters, microphoneParameters, screenParameters } from '#test/support/media.ts';

const admit = (source: MediaSource, rtpParameters: RtpParameters) =>
  admitted({ source, rtpParameters, streamName: 'ours' });

test('what Chromium publishes is admitted: three sizes of a camera, a screen, a microphone', () => {
  expect(admit('camera', cameraParameters()).encodings?.map(({ rid }) => rid)).toEqual(['r0', 'r1', 'r2']);
  expect(admit('screen', screenParameters()).codecs.map(({ mimeType }) => mimeType)).toEqual([
    'video/VP8',
    'video/rtx',
  ]);
  expect(admit('microphone', microphoneParameters()).codecs[0]?.parameters).toMatchObject({
    useinbandfec: 1,
    usedtx: 1,
  });
});

test('no text of a publisher reaches those who receive them, where it would be read as a session description', () => {
  const said = 'x\r\na=candidate:1 1 udp 1 203.0.113.7 9 typ host';
  const { codecs, encodings, headerExtensions } = microphoneParameters();
  const [opus] = codecs;
  if (opus === undefined) throw new Error('A microphone has a codec.');
  const hostile = {
    codecs: [
      { ...opus, parameters: { ...opus.parameters, [said]: 1, 'stereo': said }, rtcpFeedback: [{ type: said }] },
    ],
    headerExtensions: headerExtensions.map((each) => ({ ...each, parameters: { [said]: said } })),
    encodings,
    rtcp: { cname: said },
    msid: said,
  };

  expect(JSON.stringify(admit('microphone', hostile))).not.toContain('candidate');
});

const stream = (source: MediaSource, parameters: RtpParameters) => admit(source, parameters).msid?.split(' ')[0];

test('sound and picture of the stage belong together, the screen is a stream of its own', () => {
  expect(stream('camera', cameraParameters())).toBe(stream('microphone', microphoneParameters()));
  expect(stream('screen', screenParameters())).not.toBe(stream('camera', cameraParameters()));
});

const vp9 = { mimeType: 'video/VP9', payloadType: 98, clockRate: 90_000 };
const [layer] = cameraParameters().encodings;

test.for<[what: string, source: MediaSource, parameters: RtpParameters]>([
  ['a microphone as a camera', 'camera', microphoneParameters()],
  ['a camera as a microphone', 'microphone', cameraParameters()],
  ['a codec we do not carry', 'camera', { ...cameraParameters(), codecs: [vp9] }],
  ['two codecs', 'camera', { ...cameraParameters(), codecs: [...cameraParameters().codecs, vp9] }],
  ['repairs of another stream', 'camera', { ...cameraParameters(), codecs: cameraParameters().codecs.toReversed() }],
  ['a screen in three sizes', 'screen', { ...cameraParameters() }],
  ['a microphone in two qualities', 'microphone', { ...microphoneParameters(), encodings: [{ ssrc: 1 }, { ssrc: 2 }] }],
  [
    'sizes inside one encoding',
    'camera',
    { ...cameraParameters(), encodings: [{ ...layer, scalabilityMode: 'L3T3' }] },
  ],
])('%s is refused', ([, source, parameters]) => {
  expect(() => admit(source, parameters)).toThrow(Refusal);
});
