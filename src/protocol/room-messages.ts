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
  'open-roster': z.strictObject({ open: z.boolean() }),
  'show-name': z.strictObject({ shown: z.boolean() }),
} as const;

export type RequestName = keyof typeof requests;
export type Request<Name extends RequestName> = z.infer<(typeof requests)[Name]>;

/** What a name is, by whom it is told to. A browser has text; the server has what was opened for them and for nobody else. */
export type NameKinds = { self: unknown; host: unknown; participants: unknown };
export type PlainNames = { self: string; host: string; participants: string };

/** What comes back in the acknowledgement of each. */
export type Answers<Names extends NameKinds = PlainNames> = {
  'join': { snapshot: Snapshot<Names>; transport: TransportOffer; consumers: ConsumerOffer[] };
  'rejoin-media': { transport: TransportOffer; consumers: ConsumerOffer[] };
  'catch-up': { snapshot: Snapshot<Names> };
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
  'open-roster': Done;
  /** The number of the receipt; none where nothing had been agreed to and nothing is. */
  'show-name': { receipt: string | null };
};
export type Done = Record<string, never>;

export type Answer<T> = { ok: true; value: T } | { ok: false; code: string; message: string; retryAfter?: number };

/** Somebody everybody sees: the host or a panelist. Other attendees are a count. */
export type OnStage<Name = string> = {
  attendeeId: string;
  name: Name;
  role: 'host' | 'panelist';
  streams: { source: MediaSource; producerId: string; paused: boolean }[];
};

/** Somebody as the host sees them. */
export type Person<Name = string> = {
  attendeeId: string;
  name: Name;
  role: RoomRole;
  handRaisedAt: number | null;
  connected: boolean;
};

export type ChatLine<Name = string> = {
  chatId: number;
  attendeeId: string;
  name: Name;
  role: RoomRole;
  text: string;
  at: number;
};

/** Somebody in the audience who agreed that everybody sees their name. */
export type Listed<Name = string> = { attendeeId: string; name: Name };

/** Whether somebody agreed to be in the list of who is here; `unasked` until they have answered. */
export type Listing = 'unasked' | 'shown' | 'hidden';

/** Somebody as they see themselves. */
export type You<Name = string> = {
  attendeeId: string;
  name: Name;
  role: RoomRole;
  handRaisedAt: number | null;
  listing: Listing;
};

/** The whole of what one attendee may know, at one version. Times are milliseconds since 1970 on the server's clock. */
export type Snapshot<Names extends NameKinds = PlainNames> = {
  version: number;
  now: number;
  title: string;
  state: RoomState;
  liveAt: number | null;
  you: You<Names['self']>;
  count: number;
  stage: OnStage<Names['participants']>[];
  speaker: string | null;
  chat: ChatLine<Names['participants']>[];
  /** The list of who is here: those who agreed, while the host has it open. */
  roster: { open: boolean; here: Listed<Names['participants']>[] };
  /** Only for the host: who is here. For everybody else it is absent. */
  people?: Person<Names['host']>[];
};

/**
 * What changed since the version before, coalesced over one tick. A gap in `version` means: ask to catch up. Changes that
 * hold nothing but `speaker` keep the version of the ones before and may be lost; the next others repeat it.
 */
export type Changes<Names extends NameKinds = PlainNames> = {
  version: number;
  state?: RoomState;
  liveAt?: number | null;
  count?: number;
  stage?: OnStage<Names['participants']>[];
  speaker?: string | null;
  chat?: ChatLine<Names['participants']>[];
  /** Authors of lines said before who go by another name now. */
  renamed?: Listed<Names['participants']>[];
  /** Closed, nobody is in the list any more. */
  roster?: { open: boolean; here: Listed<Names['participants']>[]; gone: string[] };
  /** Only to the host. */
  people?: { here: Person<Names['host']>[]; gone: string[] };
};

/** What the server sends unasked. */
export type ServerEvents<Names extends NameKinds = PlainNames> = {
  changes: (changes: Changes<Names>) => void;
  /** Only to the attendee concerned, at once. */
  you: (you: You<Names['self']>) => void;
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
  /** What somebody agrees to who lets their name stand in the list of who is here; the receipt is about these words. */
  showNameWords: string;
};
