import { createHash } from 'node:crypto';
import type { Db } from '#src/platform/db.ts';
import { type Category, type RuleName, rules } from '#src/policy/catalogue.ts';

/** The cast, a guest, and somebody of whom nothing is known. */
export const WHO = ['ada', 'ben', 'chloe', 'dev', 'eve', 'noor', 'stranger'] as const;
export type Who = (typeof WHO)[number];

/** A value that is planted in one personal field and occurs nowhere else. */
export type Canary = {
  /** Whose it is: the id of the person, and those under which rooms know them. */
  about: Set<string>;
  category: Category;
  value: string;
};

/** Bytes that left, and to whom. */
export type Exit = {
  by: 'page' | 'socket' | 'letter' | 'log' | 'outside';
  /** All ids of whoever got them: none for a stranger and for the log. */
  to: ReadonlySet<string>;
  /** The webinar whose page or room this was. */
  webinarId?: string | undefined;
  /** The webinars whose pages the receiver had been to: who holds those is no secret to them. */
  knows?: ReadonlySet<string>;
  /** The company that got them, where it was one. */
  processor?: string | undefined;
  bytes: string;
  /** What the receiver had typed themselves: it may come back to them. */
  typed: string;
  at: Date;
  /** What happened, for whoever reads of a failure. */
  during: string;
};

/** The rows that say why something left. */
export type Rows = {
  releases: Awaited<ReturnType<Db['release']['findMany']>>;
  looks: Awaited<ReturnType<Db['accessLog']['findMany']>>;
  decisions: Awaited<ReturnType<Db['consentEvent']['findMany']>>;
};

export type Hit = {
  canary: Canary;
  spelling: string;
  exit: Exit;
  because: 'own' | 'typed' | 'release' | 'look' | undefined;
};

/** Every value of somebody else that is somewhere in the bytes, in whichever spelling, and the row that explains it. */
export function judge(exit: Exit, canaries: readonly Canary[], rows: Rows): Hit[] {
  return canaries.flatMap((canary) => {
    const spelling = spellingIn(exit.bytes, canary.value);
    return spelling === undefined ? [] : [{ canary, spelling, exit, because: reasonFor(exit, canary, rows) }];
  });
}

function reasonFor(exit: Exit, canary: Canary, rows: Rows): Hit['because'] {
  if (exit.by === 'log') return undefined;
  else if (!canary.about.isDisjointFrom(exit.to)) return 'own';
  else if (spellingIn(exit.typed, canary.value) !== undefined) return 'typed';
  else if (rows.releases.some((row) => releases(row, exit, canary) && !wasTakenBack(row, exit, rows))) return 'release';
  else return rows.looks.some((row) => shows(row, exit, canary)) ? 'look' : undefined;
}

/** It is about this value, by a rule of the catalogue, for whoever got it, and was written before they did. */
function releases(row: Rows['releases'][number], exit: Exit, { about, category }: Canary): boolean {
  const rule = Object.hasOwn(rules, row.rule) ? rules[row.rule as RuleName] : undefined;
  const fits = rule?.clause === row.clauseId && rule.recipient === row.recipientKind && rule.purpose === row.purpose;
  return fits && about.has(row.subject) && row.category === category && row.at <= exit.at && isReceiver(row, exit);
}

function isReceiver({ rule, recipientKind, recipientId }: Rows['releases'][number], exit: Exit): boolean {
  if (rule === 'name-host' && exit.knows?.has(recipientId)) return true;
  else if (recipientKind === 'participants') return exit.webinarId === recipientId;
  else if (recipientKind === 'processor' || recipientKind === 'outside') return exit.processor === recipientId;
  else return (recipientKind === 'host' || recipientKind === 'organiser') && exit.to.has(recipientId);
}

/** An opt-in counts until the person takes it back, whatever was released before. */
function wasTakenBack(row: Rows['releases'][number], exit: Exit, { decisions }: Rows): boolean {
  const granted = decisions.find(({ id }) => String(id) === row.proofRef);
  if (row.proofKind !== 'opt_in') return false;
  else if (granted === undefined) return true;

  const later = decisions.filter(
    ({ subject, purpose, recipientId, at }) =>
      subject === granted.subject &&
      purpose === granted.purpose &&
      recipientId === granted.recipientId &&
      at <= exit.at,
  );
  return later.toSorted((a, b) => Number(a.id - b.id)).at(-1)?.act !== 'grant';
}

const shows = (row: Rows['looks'][number], exit: Exit, { about, category }: Canary): boolean =>
  exit.to.has(row.actor) && about.has(row.subject) && row.fields.includes(category) && row.at <= exit.at;

/** The first spelling of a value that is in a text. */
function spellingIn(text: string, value: string): string | undefined {
  const lower = text.toLowerCase();
  return spellingsOf(value).find(({ written, exactly }) => (exactly ? text : lower).includes(written))?.name;
}

type Spelling = { name: string; written: string; exactly: boolean };
const known = new Map<string, Spelling[]>();

/** How a value could be written: as it is, for addresses, pages and programs, in letters for bytes, and as its hashes. */
export function spellingsOf(value: string): Spelling[] {
  const spellings = known.get(value) ?? [...plain(value), ...asBytes(value), ...hashed(value)];
  known.set(value, spellings);
  return spellings;
}

function plain(value: string): Spelling[] {
  const forPages = value.replaceAll(/[&<>"'`=]/g, (letter) => ENTITIES[letter] ?? letter);
  const written = {
    'raw': value,
    'url': encodeURIComponent(value),
    'form': new URLSearchParams({ value }).toString().slice('value='.length),
    'html': forPages,
    'json': JSON.stringify(value).slice(1, -1),
    'html in json': JSON.stringify(forPages).slice(1, -1),
  };
  return Object.entries(written).map(([name, text]) => ({ name, written: text.toLowerCase(), exactly: false }));
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};

function asBytes(value: string): Spelling[] {
  const bytes = Buffer.from(value);
  const inBase64 = [0, 1, 2].flatMap((before) =>
    (['base64', 'base64url'] as const).map((name) => ({ name, written: middleOf(bytes, before, name), exactly: true })),
  );
  return [...inBase64, { name: 'hex', written: bytes.toString('hex'), exactly: false }];
}

/** The letters that stand for these bytes alone when so many others come before them. */
function middleOf(bytes: Buffer, before: number, name: 'base64' | 'base64url'): string {
  const letters = Buffer.concat([Buffer.alloc(before), bytes])
    .toString(name)
    .replaceAll('=', '');
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return letters.slice(Math.ceil((before * 8) / 6), whole);
}

const hashed = (value: string): Spelling[] =>
  ['md5', 'sha1', 'sha256'].flatMap((name) => {
    const hash = createHash(name).update(value.toLowerCase()).digest();
    return [
      { name, written: hash.toString('hex'), exactly: false },
      { name: `${name} in base64`, written: hash.toString('base64url').slice(0, -1), exactly: true },
      { name: `${name} in base64`, written: hash.toString('base64').replaceAll('=', '').slice(0, -1), exactly: true },
    ];
  });
