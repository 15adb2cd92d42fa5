import { z } from 'zod';
import {
  type ConsumerOffer,
  DtlsFingerprint,
  type IceParameters,
  MediaSource,
  RtpCapabilities,
  RtpParameters,
  type TransportOffer,
} from './media.ts';

export type RoomRole = 'host' | 'panelist' | 'attendee';
/** `backstage`: the host and panelists are setting up, attendees wait. `live`: everybody hears the stage. */
export type RoomState = 'backstage' | 'live' | 'ended';

const Id = z.string().regex(/^[0-9a-zA-Z-]{1,64}$/);
const Fingerprints = z.array(DtlsFingerprint).min(1).max(4);

/** What a browser may send. The name of a message is its key; nothing else is answered. */
export const requests = {
  'join': z.strictObject({ rtpCapabilities: RtpCapabilities, fingerprints: Fingerprints }),
  'rejoin-media': z.strictObject({ rtpCapabilities: RtpCapabilities, fingerprints: Fingerprints }),
  'catch-up': z.strictObject({}),
  'leave': z.strictObject({}),
  'open-send-transport': z.strictObject({ fingerprints: Fingerprints }),
  'restart-ice': z.strictObject({ direction: z.enum(['send', 'receive']) }),
  'produce': z.strictObject({ source: MediaSource, rtpParameters: RtpParameters }),
  'pause-producer': z.strictObject({ source: MediaSource }),
  'resume-producer': z.strictObject({ source: MediaSource }),
  'close-producer': z.strictObject({ source: MediaSource }),
  'resume-consumers': z.strictObject({ consumerIds: z.array(Id).min(1).max(64) }),
  'view': z.strictObject({
    tiles: z
      .array(z.strictObject({ consumerId: Id, height: z.int().min(0).max(8192) }))
      .min(1)
      .max(64),
  }),
  'say': z.strictObject({ text: z.string().trim().min(1).max(1000) }),
  'raise-hand': z.strictObject({}),
  'lower-hand': z.strictObject({ attendeeId: Id.optional() }),
  'promote': z.strictObject({ attendeeId: Id }),
  'demote': z.strictObject({ attendeeId: Id }),
  'mute': z.strictObject({ attendeeId: Id }),
  'remove': z.strictObject({ attendeeId: Id }),
  'go-live': z.strictObject({}),
  'end': z.strictObject({}),
} as const;

export type RequestName = keyof typeof requests;
export type Request<Name extends RequestName> = z.infer<(typeof requests)[Name]>;

/** What comes back in the acknowledgement of each. */
export type Answers = {
  'join': { snapshot: Snapshot; transport: TransportOffer; consumers: ConsumerOffer[] };
  'rejoin-media': { transport: TransportOffer; consumers: ConsumerOffer[] };
  'catch-up': { snapshot: Snapshot };
  'leave': Done;
  'open-send-transport': { transport: TransportOffer };
  'restart-ice': { iceParameters: IceParameters };
  'produce': { producerId: string };
  'pause-producer': Done;
  'resume-producer': Done;
  'close-producer': Done;
  'resume-consumers': Done;
  'view': Done;
  'say': { chatId: number };
  'raise-hand': Done;
  'lower-hand': Done;
  'promote': Done;
  'demote': Done;
  'mute': Done;
  'remove': Done;
  'go-live': Done;
  'end': Done;
};
export type Done = Record<string, never>;

export type Answer<T> = { ok: true; value: T } | { ok: false; code: string; message: string; retryAfter?: number };

/** Somebody everybody sees: the host or a panelist. Other attendees are a count. */
export type OnStage = {
  attendeeId: string;
  name: string;
  role: 'host' | 'panelist';
  streams: { source: MediaSource; producerId: string; paused: boolean }[];
};

/** Somebody as the host sees them. */
export type Person = {
  attendeeId: string;
  name: string;
  role: RoomRole;
  handRaisedAt: number | null;
  connected: boolean;
};

export type ChatLine = { chatId: number; attendeeId: string; name: string; role: RoomRole; text: string; at: number };

/** The whole of what one attendee may know, at one version. Times are milliseconds since 1970 on the server's clock. */
export type Snapshot = {
  version: number;
  now: number;
  title: string;
  state: RoomState;
  liveAt: number | null;
  you: { attendeeId: string; name: string; role: RoomRole; handRaisedAt: number | null };
  count: number;
  stage: OnStage[];
  speaker: string | null;
  chat: ChatLine[];
  /** Only for the host: who is here. For everybody else it is absent. */
  people?: Person[];
};

/**
 * What changed since the version before, coalesced over one tick. A gap in `version` means: ask to catch up. Changes that
 * hold nothing but `speaker` keep the version of the ones before and may be lost; the next others repeat it.
 */
export type Changes = {
  version: number;
  state?: RoomState;
  liveAt?: number | null;
  count?: number;
  stage?: OnStage[];
  speaker?: string | null;
  chat?: ChatLine[];
  /** Only to the host. */
  people?: { here: Person[]; gone: string[] };
};

/** What the server sends unasked. */
export type ServerEvents = {
  changes: (changes: Changes) => void;
  /** Only to the attendee concerned, at once. */
  you: (you: Snapshot['you']) => void;
  /** Streams that started after this attendee had joined. After `catch-up` those never resumed come again, same ids. */
  'consumers-added': (added: { consumers: ConsumerOffer[] }) => void;
  /** The media worker died: join the media again; the page, the chat and the roles stay. */
  'media-lost': () => void;
  /** The host muted this microphone; it is already silent on the server. */
  muted: () => void;
  /** The last word on this connection; the browser does not come back by itself. */
  goodbye: (why: { code: 'moved' | 'removed' | 'room-ended' | 'not-allowed'; message: string }) => void;
};

export type ClientEvents = {
  [Name in RequestName]: (request: Request<Name>, reply: (answer: Answer<Answers[Name]>) => void) => void;
};

/** What the browser hands over when it connects, as socket.io's `auth`. */
export type Handshake = { token: string };

/** Why a connection was refused, as `data` of socket.io's `connect_error`. Only `unavailable` is worth another try. */
export type Refused = { code: 'not-allowed' | 'not-found' | 'removed' | 'room-ended' | 'unavailable'; message: string };

/** What the page hands to the room: everything that joining would otherwise have to ask for. */
export type RoomBootstrap = {
  joinToken: string;
  title: string;
  hostName: string;
  name: string;
  role: RoomRole;
  state: RoomState;
  startsAt: number;
  rtpCapabilities: RtpCapabilities;
  iceServers: { urls: string; username?: string; credential?: string }[];
  leaveTo: string;
};
