import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/**
 * The browser's own dialog: it keeps the focus inside, and Escape closes it. The focus begins on the button marked
 * `data-safe`, so that a second press of Enter cannot do what cannot be undone, and goes back where it came from.
 */
export function Dialog({ title, close, children }: { title: string; close(): void; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement;
    element.current?.showModal();
    element.current?.querySelector<HTMLElement>('[data-safe]')?.focus();
    // A dialog that is taken away gives nothing back by itself.
    return () => {
      if (opener instanceof HTMLElement) setTimeout(() => opener.focus());
    };
  }, []);
  return (
    <dialog class="sheet" ref={element} aria-labelledby={id} onClose={close} closedby="any">
      <div class="sheet-body">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
