import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { timeZones } from './fields.ts';
import { dateTime, policyDate, shortTime } from './times.ts';

const { escapeExpression, SafeString } = Handlebars;

type Hash = { hash: Record<string, string | undefined> };
/** The list of icons; the sprite that is built from it stands under this name in the manifest. */
const ICONS = 'public/icons.json';

type Manifest = Record<string, { file: string }>;

/** What templates can call. */
export function viewHelpers({ build }: { build: string }): Record<string, Handlebars.HelperDelegate> {
  const manifest = readManifest(join(build, 'manifest.json'));
  const asset = (source: string) => `/build/${builtFrom(source, manifest)}`;
  const sprite = asset(ICONS);
  const drawn = namesIn(join(build, builtFrom(ICONS, manifest)));

  return {
    /** `{{asset "public/css/site.css"}}`: the address of a built file under its hashed name. */
    asset,

    /** `{{icon "mic"}}`: decoration for those who see. With `label="Muted"` it is read aloud as well. */
    icon: (name: string, { hash }: Hash) => {
      if (!drawn.has(name)) throw new Error(`There is no icon called ${name}. Add it to public/icons.json.`);
      const meaning =
        hash.label === undefined ? 'aria-hidden="true"' : `role="img" aria-label="${escapeExpression(hash.label)}"`;
      return new SafeString(`<svg class="icon" ${meaning}><use href="${sprite}#${name}"></use></svg>`);
    },

    /** `{{dateTime webinar.startsAt webinar.timeZone}}`: plain words, with the zone by name. */
    dateTime: (instant: Date, zone: string) => dateTime(instant, zone),

    /** The same in a `<time>`, which a browser with JavaScript follows with the reader's own time. */
    localTime: (instant: Date, zone: string) =>
      new SafeString(
        `<time datetime="${instant.toISOString()}" data-zone="${escapeExpression(zone)}">${escapeExpression(dateTime(instant, zone))}</time>`,
      ),

    /** In a table: short, with the whole words for whoever points at it. */
    shortTime: (instant: Date, zone: string) =>
      new SafeString(
        `<time datetime="${instant.toISOString()}" title="${escapeExpression(dateTime(instant, zone))}">${escapeExpression(shortTime(instant, zone))}</time>`,
      ),

    /** An ISO day as the policy writes it, `03/26/2011`. */
    policyDate,

    eq: (one: unknown, other: unknown) => one === other,
    /** Whether an address is this section of the site or a page in it. */
    under: (path: string, section: string) => path === section || path.startsWith(`${section}/`),
    or: (...values: unknown[]) => values.slice(0, -1).find(isSomething),

    /** Data for a script, inside `<script type="application/json">`. */
    json: (data: unknown) => new SafeString(JSON.stringify(data).replaceAll('<', '\\u003c')),

    /** Every time zone, by the first word of its name. */
    timeZonesByRegion: () => zonesByRegion,
  };
}

/** Handlebars itself takes an empty list for nothing, but not an empty object: a form without problems would show its box. */
const isSomething = (value: unknown) => Boolean(value) && !(isRecord(value) && Object.keys(value).length === 0);

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const zonesByRegion = [...Map.groupBy(timeZones, (zone) => (zone.includes('/') ? zone.split('/', 1)[0] : 'Everywhere'))]
  .map(([region, zones]) => ({ region, zones: zones.map((zone) => ({ value: zone, label: placeIn(zone) })) }))
  .toSorted((one, other) => String(one.region).localeCompare(String(other.region)));

function placeIn(zone: string): string {
  const place = zone.split('/').slice(1).join(', ').replaceAll('_', ' ');
  return place === '' ? 'Coordinated Universal Time (UTC)' : place;
}

function builtFrom(source: string, manifest: Manifest): string {
  const built = manifest[source];
  if (built === undefined) throw new Error(`${source} has not been built. Run vite build.`);
  return built.file;
}

function readManifest(file: string): Manifest {
  if (!existsSync(file)) throw new Error(`${file} is missing. Run vite build.`);
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

function namesIn(sprite: string): Set<string> {
  return new Set(
    Array.from(readFileSync(sprite, 'utf8').matchAll(/<symbol id="([^"]+)"/g), ([, name]) => String(name)),
  );
}
