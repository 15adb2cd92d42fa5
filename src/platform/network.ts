/** What counts as one place on the network. An IPv6 household holds 2^64 addresses, so they count as one. */
export const networkOf = (ip: string): string =>
  ip.includes(':') && !ip.startsWith('::ffff:') ? ip.split(':').slice(0, 4).join(':') : ip;
