/** Answers that nobody reads as a page of ours: JSON, and letters, which mail programs show. */
export const NO_PAGES = [
  '/.well-known/gpc.json',
  '/livez',
  '/readyz',
  '/version',
  '/design/letters/:letter',
  '/dev/mail/:id/html',
  '/admin/newsletters/:id/letter',
  // Leads on to My Profile.
  '/account',
  // Files to keep.
  '/profile/consents/:eventId/text',
  '/webinars/:code/attendance.csv',
  '/admin/people.csv',
  '/admin/advertising.csv',
  '/admin/statistics.csv',
  '/admin/statistics/figures/:id/figures.csv',
  '/surveys/:code/results.csv',
  '/contests/:code/draw.json',
];
