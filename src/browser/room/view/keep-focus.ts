import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Somebody's row moves from one list to another while the host has the focus on a button in it, and the button is gone.
 * Then the focus stands on their new row, or on the whole list if they left, so that the next Tab goes on from there.
 */
export function useKeptFocus(list: RefObject<HTMLElement | null>): void {
  const beside = useRef<string | null>(null);

  useEffect(() => {
    const place = list.current;
    const came = ({ target }: FocusEvent) => {
      beside.current = rowOf(target)?.dataset.attendee ?? null;
    };
    const went = ({ target }: FocusEvent) => {
      // A button that is still there was left on purpose. One that was taken away is looked after below, first.
      queueMicrotask(() => {
        if (target instanceof Node && target.isConnected && document.activeElement !== target) beside.current = null;
      });
    };
    place?.addEventListener('focusin', came);
    place?.addEventListener('focusout', went);
    return () => {
      place?.removeEventListener('focusin', came);
      place?.removeEventListener('focusout', went);
    };
  }, []);

  useLayoutEffect(() => {
    if (beside.current === null || document.activeElement !== document.body) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-attendee="${CSS.escape(beside.current)}"]`);
    (row ?? list.current)?.focus();
  });
}

const rowOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-attendee]') : null;
