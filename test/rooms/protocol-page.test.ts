import { expect, test } from 'vitest';
import type { RequestName } from '#src/protocol/room-messages.ts';
import { messages } from '#src/rooms/messages/table.ts';
import { readOne } from '#test/house/sources.ts';

const page = readOne('docs/room-protocol.md');

test('the table of messages on the page is the table of the code', () => {
  expect(/<!-- messages -->\n(.*)\n<!-- end -->/s.exec(page)?.[1]?.split('\n')).toEqual([
    '| Message | What it does | Who | When | At most |',
    '| --- | --- | --- | --- | --- |',
    ...(Object.keys(messages) as RequestName[]).map(row),
  ]);
});

test('the page speaks of everything the server sends unasked, and of every code it refuses with', () => {
  const protocol = readOne('src/protocol/room-messages.ts');
  const events = /export type ServerEvents = \{(.*?)\n\};/s.exec(protocol)?.[1] ?? '';
  const codes = [...readOne('src/rooms/answer.ts').matchAll(/new Refusal\('([a-z-]+)'/g)].map(([, code]) => code ?? '');

  for (const [, event] of events.matchAll(/^ {2}'?([a-z-]+)'?:/gm)) expect(page).toContain(`\`${event}\``);
  for (const code of codes) expect(page).toContain(`\`${code}\``);
});

function row(name: RequestName): string {
  const { roles, states, rate } = messages[name];
  return `| \`${name}\` | ${promiseOf(name)} | ${roles.join(', ')} | ${states.join(', ')} | ${rate.points} in ${rate.seconds} s |`;
}

/** The first sentence over the message in its own file. */
function promiseOf(name: RequestName): string {
  const text = /\/\*\* (.*?) ?\*\//s.exec(readOne(`src/rooms/messages/${name}.ts`))?.[1] ?? '';
  return text.split(/(?<=\.) /)[0] ?? '';
}
