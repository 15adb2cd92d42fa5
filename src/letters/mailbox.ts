/** Providers that deliver `a.d.a@` to `ada@`. */
const WITHOUT_DOTS = new Set(['gmail.com', 'googlemail.com']);

/** Providers that no site our size could flood. Everybody's own count stands before their mailboxes as well. */
const VAST = new Set([
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'yahoo.com', 'icloud.com', 'me.com'],
  ...['aol.com', 'gmx.net', 'gmx.de', 'web.de', 'mail.com', 'proton.me', 'protonmail.com', 'qq.com', '163.com'],
]);

/**
 * One spelling for all addresses that fill the same mailbox. Many providers deliver `ada+anything@` to `ada@`; where one does
 * not, its people share turns, which costs them less than a full mailbox costs the others.
 */
export function mailboxOf(email: string): string {
  const [, name = '', host = ''] = /^(.+)@([^@]+)$/.exec(email.toLowerCase()) ?? [];
  const plain = name.replace(/(?<=.)\+.*$/, '');
  return WITHOUT_DOTS.has(host) ? `${plain.replaceAll('.', '')}@gmail.com` : `${plain}@${host}`;
}

/** The mail host of an address and, where that is a part of something, the whole. None for providers too vast to flood. */
export function hostsOf(email: string): { host: string; domain: string } | undefined {
  const host = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return VAST.has(host) ? undefined : { host, domain: host.split('.').slice(-2).join('.') };
}
