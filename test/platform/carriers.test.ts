import { expect, test } from 'vitest';
import { openCarriers } from '#src/platform/carriers.ts';
import type { Carrier } from '#src/platform/smtp.ts';

/** A relay whose connections open when the test says so. */
function slowRelay() {
  const opening: (() => void)[] = [];
  const opened: { open: boolean }[] = [];
  const open = async (): Promise<Carrier> => {
    await new Promise<void>((resolve) => opening.push(resolve));
    const carrier = {
      open: true,
      hand: async () => ({ verdict: 'taken' as const, answer: '250' }),
      close() {
        carrier.open = false;
      },
    };
    opened.push(carrier);
    return carrier;
  };
  return { open, opened, letIn: () => opening.shift()?.() };
}

test('a connection that opens after all were closed is closed as well, and the next one is kept', async () => {
  const relay = slowRelay();
  const carriers = openCarriers(2, relay.open);
  const first = carriers.ready();
  relay.letIn();
  await first;
  carriers.grow(() => {});
  carriers.close();
  relay.letIn();
  await expect.poll(() => relay.opened.map(({ open }) => open)).toEqual([false, false]);
  expect(carriers.free).toBe(0);

  const again = carriers.ready();
  relay.letIn();
  await again;
  expect(carriers.free).toBe(1);
});
