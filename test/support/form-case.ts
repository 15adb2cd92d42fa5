import type { Site } from './site.ts';

/** A form of the site, and how it is filled in well. */
export type FormCase = {
  /** What somebody would type. Each test spoils one field of it. */
  good: Record<string, string>;
  /** Who types it; a form for everybody is typed by nobody in particular. */
  as?: 'ada' | 'ben' | 'eve';
  path(): Promise<string>;
  /** Fields that may be left empty. */
  mayBeEmpty?: string[];
  /** Fields that nobody types, so that a wrong one is not told beside them. */
  hidden?: string[];
};

/** What stands before any form is tried: a draft of Ada's for her webinar, a contest that is open, and what Ben answered. */
type World = { site: Site; firstAdmin: string; ownSurvey: string; openContest: string; entry: string };
export const world = {} as World;

export const at = (path: string) => async () => path;
export const pathname = (link: string): string => new URL(link).pathname;
