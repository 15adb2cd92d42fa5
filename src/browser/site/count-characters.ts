/** From here on the count is read aloud and stands out. */
const SHORT = 50;

/** Writes under each counted field how many characters are left. */
export function countCharacters(): void {
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('[data-count][maxlength]')) {
    const count = document.createElement('p');
    count.className = 'count';
    field.after(count);
    const tell = () => tellLeft(count, field.maxLength - field.value.length);
    field.addEventListener('input', tell);
    tell();
  }
}

function tellLeft(count: HTMLElement, left: number): void {
  count.textContent = left === 1 ? '1 character left' : `${left} characters left`;
  count.classList.toggle('short', left <= SHORT);
  count.ariaLive = left <= SHORT ? 'polite' : 'off';
}
