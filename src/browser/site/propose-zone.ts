/** Chooses the browser's own zone where nobody has chosen one yet. The person sees it and can choose another. */
export function proposeZone(): void {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const select of document.querySelectorAll<HTMLSelectElement>('select[data-propose-zone]')) {
    if (select.value === '') select.value = nameIn(select, own);
  }
}

/** Browsers name some zones differently (Kyiv and Kiev), so a zone that is not in the list is looked up by what it means. */
function nameIn(select: HTMLSelectElement, own: string): string {
  const listed = Array.from(select.options, ({ value }) => value);
  return listed.includes(own) ? own : (listed.find((zone) => zone !== '' && meaning(zone) === own) ?? '');
}

function meaning(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    // An older browser does not know every zone of ours.
    return undefined;
  }
}
