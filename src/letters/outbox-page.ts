import type { Reply } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import type { Released } from '../platform/personal.ts';
import { findOutbox } from './find-outbox.ts';
import { outboxStates, stateNames } from './outbox-rows.ts';
import { streams, streamWords } from './rules.ts';
import type { OutboxQuery } from './schema.ts';

/** What is on its way and what became of it, for staff. */
export async function outboxPage(
  parts: Pick<Parts, 'db'>,
  query: OutboxQuery,
  zone: Released<'self'> | undefined,
): Promise<Reply> {
  const { before, ...filter } = query;
  const { counts, rows, isMore } = await findOutbox(parts, filter, before);
  if (rows.length === 0 && before !== undefined) return { redirect: addressOf(filter) };

  const last = rows.at(-1);
  return {
    page: 'letters/outbox',
    title: 'Outbox',
    model: {
      ...{ query: filter, zone, isFiltered: Boolean(query.state ?? query.stream ?? query.letter) },
      counts: stateNames.map((state) => ({ words: outboxStates[state], count: counts.get(state) ?? 0 })),
      parked: counts.get('parked') ?? 0,
      states: stateNames.map((value) => ({ value, label: outboxStates[value] })),
      streams: streams.map((value) => ({ value, label: capital(streamWords[value]) })),
      rows: rows.map(({ id, state, stream, ...row }) => ({
        ...{ ...row, id: `${id}`, what: capital(streamWords[stream]), state: outboxStates[state] },
        ...{ isParked: state === 'parked', isBad: BAD.has(state), isGood: state === 'sent' },
        waitsUntil: state === 'queued' && row.attempts > 0 ? row.nextAt : undefined,
      })),
      older: isMore && last !== undefined ? addressOf({ ...query, before: last.id }) : undefined,
    },
  };
}

const BAD: ReadonlySet<string> = new Set(['unknown', 'refused', 'parked']);

function addressOf(query: OutboxQuery): string {
  const words = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, `${value}`] as [string, string]],
  );
  return `/admin/outbox?${new URLSearchParams(words).toString()}`;
}

const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
