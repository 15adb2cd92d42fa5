import type { RoomRole } from '../../../protocol/room-messages.ts';
import type { Switch } from './state.ts';

/** What stands on a button of the bar: the state, never the command. */
export const microphoneLabel = {
  off: 'Muted',
  starting: 'Starting…',
  on: 'Microphone on',
  paused: 'Muted',
} as const satisfies Record<Switch, string>;
export const cameraLabel = {
  off: 'Camera off',
  starting: 'Starting…',
  on: 'Camera on',
  paused: 'Camera off',
} as const satisfies Record<Switch, string>;
export const screenLabel = {
  off: 'Share screen',
  starting: 'Choosing…',
  on: 'Sharing',
  paused: 'Share screen',
} as const satisfies Record<Switch, string>;

export const roleName = { host: 'Host', panelist: 'Panelist', attendee: 'Attendee' } as const satisfies Record<
  RoomRole,
  string
>;

/** The first letters of the first and the last name, for a picture that is not there. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]];
  return letters
    .map((part) => [...(part ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** One of the six colours of the house, always the same for the same person. */
export function hueOf(attendeeId: string): number {
  return 1 + ([...attendeeId].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % 6);
}

/** 24:10, or 1:02:09 from an hour on. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const two = (part: number) => String(part).padStart(2, '0');

/** How long until the start, as people say it; '' when the time has come. */
export function untilStart(ms: number): string {
  if (ms <= 0) return '';
  const minutes = Math.ceil(ms / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60)];
  if (days >= 2) return `in ${days} days`;
  else if (hours >= 2) return `in ${hours} hours`;
  else if (hours === 1) return `in 1 hour ${plural(minutes - 60, 'minute')}`.replace(' 0 minutes', '');
  else if (ms > 60_000) return `in ${plural(minutes, 'minute')}`;
  else return `in ${plural(Math.ceil(ms / 1000), 'second')}`;
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** On the button that enters the room: what will be on the moment one is in. */
export function joinLabel({ camera, microphone }: { camera: boolean; microphone: boolean }): string {
  if (camera && microphone) return 'Join with camera and microphone';
  else if (camera) return 'Join with camera only';
  else if (microphone) return 'Join with microphone only';
  else return 'Join with everything off';
}

/** Why a device did not open, by the name of the browser's error, in words that say what to do. */
export function deviceTrouble(device: 'camera' | 'microphone', error: string): string {
  if (error === 'NotAllowedError' || error === 'SecurityError')
    return `Your browser does not let this page use the ${device}. Allow it with the icon beside the address, then try again.`;
  else if (error === 'NotFoundError') return `No ${device} was found. Plug one in and try again, or join without it.`;
  else if (error === 'NotReadableError' || error === 'AbortError')
    return `The ${device} is busy. Close the other program that uses it, then try again.`;
  else if (error === 'OverconstrainedError') return `That ${device} is no longer there. Choose another one.`;
  else if (error === 'NoMediaDevices')
    return `This page can use a ${device} only over a secure address (https). You can join without it.`;
  else return `The ${device} did not start. Try again, or choose another one.`;
}

/** Why a screen is not shared; '' when the person simply changed their mind. */
export function screenTrouble(error: string): string {
  if (error === 'NotAllowedError' || error === 'AbortError') return '';
  else if (error === 'NoMediaDevices') return 'This browser cannot share a screen here.';
  else return 'Sharing did not start. Try again, or choose another window.';
}
