import { cast, webinars } from '#prisma/cast.ts';
import type { WebinarForm } from '#src/webinars/schema.ts';

/** Ada's hour on mushrooms as the form gives it, at 18:00 in Paris on 8 December 2026 unless said otherwise. */
export const planned = (other: Partial<WebinarForm>): WebinarForm => ({
  title: webinars.mushrooms.title,
  description: webinars.mushrooms.description,
  date: '2026-12-08',
  time: '18:00',
  timeZone: cast.ada.timeZone,
  lengthMinutes: webinars.mushrooms.lengthMinutes,
  ...other,
});
