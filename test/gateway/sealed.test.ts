import { Writable } from 'node:stream';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import Handlebars from 'handlebars';
import { Server } from 'socket.io';
import { describe, expect, test } from 'vitest';
import { cast } from '#prisma/cast.ts';
import { openLog } from '#src/platform/log.ts';
import { Released, seal, unwrap } from '#src/platform/personal.ts';

const VALUE = cast.ben.email;
const sealed = seal('email', VALUE, { about: 'ben', under: 1, via: 'registration' });
const released = Released.make('host', VALUE, { about: 'ben', to: 'ada' });
const both = [
  ['sealed', sealed],
  ['released', released],
] as const;

/** Every way of making text or bytes of something that the language and our packages offer. */
const printings: [how: string, print: (value: unknown) => unknown][] = [
  ['String()', (value) => String(value)],
  ['a template', (value) => `Dear ${value as string}`],
  ['adding it to a text', (value) => ['Dear ', value].reduce((one, other) => (one as string) + (other as string))],
  ['joining a list', (value) => [value, value].join(', ')],
  ['JSON', (value) => JSON.stringify({ people: [{ value }] })],
  ['comparing it with a text', (value) => (value as string) < 'm'],
  ['a name of a property', (value) => ({ [value as string]: true })],
  ['an address', (value) => new URL(value as string, 'http://localhost')],
  ['a query', (value) => new URLSearchParams({ value: value as string })],
  ['%s of a format', (value) => format('%s', value)],
  ['%j of a format', (value) => format('%j', value)],
  ['a template of a page', (value) => Handlebars.compile('{{value}}')({ value })],
  ['a socket', (value) => new Server().emit('roster', { people: [value] })],
  ['a buffer', (value) => Buffer.from(value as string)],
];

describe.each(both)('a %s value', (_kind, value) => {
  test.each(printings)('cannot be printed by %s', (_how, print) => {
    expect(() => print(value)).toThrow(/without being released|must be of type/);
  });

  test('shows what it is to whoever inspects it, and not what it holds', () => {
    for (const text of [inspect({ value }, { depth: 9, showHidden: true }), format(value), format('%o', value)]) {
      expect(text).toMatch(/\[personal email\]|\[released to host\]/);
      expect(text).not.toContain(VALUE);
    }
  });

  test('leaves what it holds behind when it is copied, spread or listed', () => {
    const copies = [structuredClone(value), { ...value }, Object.entries(value), Reflect.ownKeys(value)];
    for (const copy of copies) {
      const safe = { ...copy, releaseId: undefined };
      expect(JSON.stringify(safe)).not.toContain(VALUE);
    }
    expect(serialize(value).includes(VALUE)).toBe(false);
  });

  test('does not come into the log', () => {
    const lines: string[] = [];
    const out = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) });
    const log = openLog('debug', out);
    log.info('person.seen', { value: value as never, deep: { value } as never });
    log.error('person.lost', Object.assign(new Error('lost'), { value, code: 'E_LOST' }));

    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain(VALUE);
  });

  test('stands behind no error that quotes it', () => {
    const thrown = [String, JSON.stringify].map((print) => caught(() => print(value)));
    for (const error of thrown) expect(inspect(error, { showHidden: true })).not.toContain(VALUE);
  });
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('a sink', () => {
  test('unwraps what it admits, however deep it stands', () => {
    expect(unwrap({ list: [{ released }], since: 3 }, ({ recipient }) => recipient === 'host')).toEqual({
      list: [{ released: VALUE }],
      since: 3,
    });
  });

  test('fails on a value for somebody else, and on one that nobody opened', () => {
    expect(() => unwrap({ list: [{ released }] }, ({ recipient }) => recipient === 'self')).toThrow('host');
    expect(() => unwrap({ list: [{ sealed }] }, () => true)).toThrow('email');
  });
});
