import { effect } from '@preact/signals';
import { expect, test } from 'vitest';
import { createMemory } from '#src/browser/room/remember/memory.ts';
import { page, snapshot } from './a-room.ts';

test('whoever looks at the memory is told of every step, and nothing but telling changes it', () => {
  const memory = createMemory(page);
  const seen: string[] = [];
  effect(() => void seen.push(memory.now.value.phase));

  memory.tell({ type: 'joining' });
  memory.tell({ type: 'snapshot', snapshot: snapshot(), at: 0 });
  memory.tell({ type: 'goodbye', why: { code: 'room-ended', message: 'This webinar has ended.' } });
  expect(seen).toEqual(['green-room', 'joining', 'in-room', 'ended']);
});
