import { isIPv6 } from 'node:net';

/** What counts as one place on the network. An IPv6 household holds 2^64 addresses, so they count as one. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;

  // One address has many spellings; the parser of URLs leaves one. A zone is no part of it.
  const { hostname } = new URL(`http://[${ip.replace(/%.*$/, '')}]`);
  const [front = '', back = ''] = hostname.slice(1, -1).split('::');
  const [before, after] = [groupsOf(front), groupsOf(back)];
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff'
    ? ipv4In(groups)
    : groups.slice(0, 4).join(':');
}

/** The network around an address, as one customer of a provider gets it: 256 addresses of IPv4, a /48 of IPv6. */
export function prefixOf(ip: string): string {
  const network = networkOf(ip);
  return network.includes('.') ? network.split('.').slice(0, 3).join('.') : network.split(':').slice(0, 3).join(':');
}

const groupsOf = (text: string): string[] => text.split(':').filter((group) => group !== '');

/** The IPv4 address that a socket for both kinds shows as IPv6. */
function ipv4In(groups: string[]): string {
  const bytes = groups.slice(6).flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
  return bytes.join('.');
}
