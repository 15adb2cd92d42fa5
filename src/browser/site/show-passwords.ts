/** Puts a button beside each password that shows what was typed. */
export function showPasswords(): void {
  for (const row of document.querySelectorAll<HTMLElement>('[data-password]')) {
    const input = row.querySelector('input');
    if (input !== null) row.append(toggleFor(input));
  }
}

function toggleFor(input: HTMLInputElement): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button quiet';
  button.setAttribute('aria-controls', input.id);
  button.addEventListener('click', () => show(input, button, input.type === 'password'));
  // A browser that keeps passwords must find the field as it knows it.
  input.form?.addEventListener('submit', () => show(input, button, false));
  show(input, button, false);
  return button;
}

function show(input: HTMLInputElement, button: HTMLButtonElement, shown: boolean): void {
  input.type = shown ? 'text' : 'password';
  button.textContent = shown ? 'Hide' : 'Show';
  button.ariaLabel = shown ? 'Hide the password' : 'Show the password';
}
