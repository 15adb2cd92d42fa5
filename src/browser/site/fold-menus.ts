/** Folds an open menu when the person turns elsewhere or presses Escape. */
export function foldMenus(): void {
  const open = () => document.querySelectorAll<HTMLDetailsElement>('details.menu[open]');

  document.addEventListener('click', ({ target }) => {
    for (const menu of open()) if (!(target instanceof Node && menu.contains(target))) menu.open = false;
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  });
}
