import type { Request, RequestName } from '#src/protocol/room-messages.ts';

const fingerprints = [{ algorithm: 'sha-256' as const, value: Array.from({ length: 32 }, () => 'A0').join(':') }];
const media = { rtpCapabilities: { codecs: [], headerExtensions: [] }, fingerprints };
const opus = { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 };

/** One well-formed message of every kind. Those that name somebody name `whom`. */
export const samplesAbout = (whom: string): { [Name in RequestName]: Request<Name> } => ({
  'join': media,
  'rejoin-media': media,
  'catch-up': {},
  'leave': {},
  'open-send-transport': { fingerprints },
  'restart-ice': { direction: 'receive' },
  'produce': {
    source: 'camera',
    rtpParameters: { codecs: [opus], headerExtensions: [], encodings: [{ ssrc: 1 }] },
  },
  'pause-producer': { source: 'microphone' },
  'resume-producer': { source: 'microphone' },
  'close-producer': { source: 'microphone' },
  'resume-consumers': { consumerIds: ['consumer-0'] },
  'view': { tiles: [{ consumerId: 'consumer-0', height: 360 }] },
  'say': { text: 'Which straw do you use?' },
  'raise-hand': {},
  'lower-hand': {},
  'promote': { attendeeId: whom },
  'demote': { attendeeId: whom },
  'mute': { attendeeId: whom },
  'remove': { attendeeId: whom },
  'go-live': {},
  'end': {},
  'open-roster': { open: true },
  'show-name': { shown: false },
});

export const microphone: Request<'produce'> = { ...samplesAbout('nobody').produce, source: 'microphone' };
export const camera: Request<'produce'> = samplesAbout('nobody').produce;
