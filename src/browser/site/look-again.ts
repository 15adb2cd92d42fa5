/** Longer, and a mailing of a minute shows little; shorter, and the server answers the same again and again. */
const PAUSE_MS = 3_000;

/** Keeps a part of the page that says `data-look-again` as the server has it, for as long as the server says so. */
export function lookAgain(): void {
  const shown = document.querySelector('[data-look-again]');
  if (shown !== null) setTimeout(() => void look(shown), PAUSE_MS);
}

async function look(shown: Element): Promise<void> {
  const answer = await fetch(location.href).catch(() => undefined);
  const text = answer?.ok === true ? await answer.text() : '';
  const now = new DOMParser().parseFromString(text, 'text/html').querySelector(`#${shown.id}`);
  // At the end the rest of the page has changed as well: its badge, and what can still be done.
  const isOver = now?.hasAttribute('data-look-again') === false;
  if (isOver) location.reload();
  else {
    // Without an answer what is shown stays, and is asked for again.
    if (now !== null) shown.replaceWith(now);
    lookAgain();
  }
}
