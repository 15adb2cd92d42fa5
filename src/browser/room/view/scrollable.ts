/** Whoever has no mouse reaches a long list with the Tab key and scrolls it with the arrows. */
export const scrollable = { tabIndex: 0 } as const;
