import { expect, test } from 'vitest';
import { type Crossing, crossings } from './ladder.ts';
import { read } from './sources.ts';

// One wrong import of each kind, planted in a copy of the tree, and the rule that has to catch it.
// A border nobody tests is a drawing.
const plants: [file: string, line: string, rule: string][] = [
  ['src/policy/policy.ts', "import '../accounts/register.ts';", 'policy-imports-only-leftward'],
  ['src/platform/log.ts', "import '../audit/note.ts';", 'platform-imports-only-leftward'],
  ['src/webinars/schedule.ts', "import type { Room } from '../rooms/room.ts';", 'webinars-imports-only-leftward'],
  ['src/rooms/room.ts', "export { pages } from '../site/pages.ts';", 'rooms-imports-only-leftward'],
  ['src/platform/log.ts', "import '../app.ts';", 'nothing-imports-the-top'],
  ['src/accounts/register.ts', "import '../jobs.ts';", 'nothing-imports-the-top'],
  ['src/webinars/schedule.ts', "import './routes.ts';", 'no-circles'],
  ['src/webinars/find-webinar.ts', "import '../accounts/store.ts';", 'store-routes-schema-are-private'],
  ['src/site/routes.ts', "import '../webinars/schema.ts';", 'store-routes-schema-are-private'],
  ['src/main.ts', "import './accounts/store.ts';", 'store-routes-schema-are-private'],
  ['src/accounts/register.ts', "import type { Request } from 'express';", 'express-stays-at-the-door'],
  ['src/rooms/room.ts', "import type { Socket } from 'socket.io';", 'sockets-stay-at-the-gateway'],
  ['src/rooms/messages/produce.ts', "import 'mediasoup';", 'mediasoup-stays-in-sfu'],
  ['src/rooms/room.ts', "type Kind = import('mediasoup/types').MediaKind;", 'mediasoup-stays-in-sfu'],
  ['src/accounts/register.ts', "import '@prisma/client';", 'prisma-stays-in-stores'],
  ['src/webinars/schedule.ts', "import '../platform/generated/client.ts';", 'prisma-stays-in-stores'],
  ['src/accounts/mails.ts', "import 'nodemailer';", 'letters-leave-by-one-module'],
  ['src/webinars/schedule.ts', "import { request } from 'node:https';", 'one-way-out'],
  ['src/site/routes.ts', "import { connect } from 'node:net';", 'one-way-out'],
  ['src/accounts/mails.ts', "await import('node:tls');", 'one-way-out'],
  ['src/rooms/room.ts', "import { createSocket } from 'node:dgram';", 'one-way-out'],
  ['src/policy/policy.ts', "import { fetch } from 'undici';", 'one-way-out'],
  ['src/accounts/mails.ts', "import 'pg-boss';", 'the-queue-stays-in-platform'],
  ['src/browser/site.ts', "import '../webinars/rules.ts';", 'browser-sees-only-the-protocol'],
  ['src/browser/site.ts', "await import('node:fs');", 'browser-sees-only-the-protocol'],
  ['src/site/routes.ts', "import '../browser/room/connection.ts';", 'server-never-imports-the-browser'],
  ['src/protocol/room-messages.ts', "import 'node:fs';", 'protocol-is-pure'],
  ['src/protocol/media.ts', "import '../platform/ids.ts';", 'protocol-is-pure'],
  ['src/chat/say.ts', "import '../platform/ids.ts';", 'every-folder-is-on-the-ladder'],
  ['src/helpers.ts', 'export const help = true;', 'every-folder-is-on-the-ladder'],
  ['src/webinars/forgotten.ts', 'export const forgotten = true;', 'nothing-is-orphaned'],
];

const tree = read('src/**/*.{ts,tsx}', 'bin/**/*.ts', 'prisma/*.ts');
const key = ({ rule, from, to }: Crossing) => `${rule}: ${from} > ${to}`;
const standing = new Set(crossings(tree).map(key));

test.each(plants)('%s with %s is caught by %s', (file, line, rule) => {
  const planted = new Map(tree).set(file, `${line}\n${tree.get(file) ?? ''}`);
  const caught = crossings(planted).filter((each) => !standing.has(key(each)));

  expect(caught.map((each) => each.rule)).toContain(rule);
});
