import { webinars } from '../prisma/cast.ts';
import { type AttendeeId, newId, type PersonId } from '../src/platform/ids.ts';
import type { Parts } from '../src/platform/parts.ts';
import { seal } from '../src/platform/personal.ts';
import { issueToken } from '../src/rooms/join-token.ts';
import { schedule } from '../src/webinars/schedule.ts';
import type { HallHello } from './chat.ts';

/** A webinar of this host, with tokens for them and for so many guests. */
export async function openHall(parts: Parts, host: PersonId, guests: number): Promise<Omit<HallHello, 'url'>> {
  const { title, description, lengthMinutes } = webinars.mushrooms;
  const date = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  const when = { date, time: '12:00', timeZone: 'UTC', lengthMinutes };
  const { id: webinarId } = await schedule(parts, host, { title, description, ...when });

  const tokenFor = (role: 'host' | 'attendee', personId?: PersonId): string => {
    const attendeeId = newId<AttendeeId>();
    const name = seal('name', 'A guest', { about: attendeeId, under: 1, via: 'form' });
    const who = personId === undefined ? { agePassedAt: Date.now(), name } : { personId };
    return issueToken(parts, { webinarId, attendeeId, role, ...who });
  };
  return { hostToken: tokenFor('host', host), guestTokens: Array.from({ length: guests }, () => tokenFor('attendee')) };
}
