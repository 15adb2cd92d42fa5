/** How long "Copied" stands on the button. Shorter: missed by whoever looks away; longer: a second copy looks refused. */
const SAID_MS = 2_500;

/** Shows the copy buttons where the browser can copy, and makes them do it. */
export function copyOnPress(): void {
  if (navigator.clipboard === undefined) return;

  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const field = document.getElementById(button.dataset.copy ?? '');
  if (!(field instanceof HTMLInputElement)) return;

  const copied = await navigator.clipboard.writeText(field.value).then(
    () => true,
    () => false,
  );
  // What cannot be copied by us is marked, ready for the person's own keys.
  if (!copied) field.select();
  say(button, copied ? 'Copied' : 'Copy it with your keyboard');
}

function say(button: HTMLButtonElement, words: string): void {
  const label = button.querySelector('span');
  if (label === null) return;

  label.ariaLive = 'polite';
  label.textContent = words;
  setTimeout(() => {
    label.textContent = 'Copy';
  }, SAID_MS);
}
