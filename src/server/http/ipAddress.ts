/** IP addresses as text and as bytes: reading, one canonical spelling, and membership of a network. */

export type IpBytes = readonly number[];

/** 4 or 16 bytes; `null` if `text` is no address. IPv4 mapped into IPv6 becomes IPv4. A zone (`%eth0`) is dropped. */
export function parseIp(text: string): IpBytes | null {
  if (text.length > 64) return null;
  if (!text.includes(':')) return parseIpv4(text);
  const bytes = parseIpv6(text.split('%', 1)[0] ?? '');
  return bytes !== null && isMappedIpv4(bytes) ? bytes.slice(12) : bytes;
}

/** RFC 5952 for IPv6: lower case, no leading zeros, the longest run of zeros as `::`. */
export function formatIp(bytes: IpBytes): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  const run = longestZeroRun(groups);
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return hex(groups);
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
}

export interface Network {
  readonly bytes: IpBytes;
  readonly prefixLength: number;
}

/** An address or CIDR notation; `null` if it is neither. */
export function parseNetwork(text: string): Network | null {
  const [address = '', prefix, ...rest] = text.split('/');
  const bytes = parseIp(address);
  if (bytes === null || rest.length > 0) return null;
  const bits = bytes.length * 8;
  if (prefix === undefined) return { bytes, prefixLength: bits };
  if (!/^\d{1,3}$/u.test(prefix)) return null;
  // `::ffff:10.0.0.0/104` counts its prefix in the 128 bits of the mapped form.
  const prefixLength = Number(prefix) - (address.includes(':') && bits === 32 ? 96 : 0);
  return prefixLength >= 0 && prefixLength <= bits ? { bytes, prefixLength } : null;
}

export function isInNetwork(bytes: IpBytes, network: Network): boolean {
  if (bytes.length !== network.bytes.length) return false;
  for (let index = 0; index * 8 < network.prefixLength; index += 1) {
    const mask = (0xff << Math.max(0, 8 - (network.prefixLength - index * 8))) & 0xff;
    if (((bytes[index] ?? 0) & mask) !== ((network.bytes[index] ?? 0) & mask)) return false;
  }
  return true;
}

function parseIpv4(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  // No leading zeros: `010.0.0.1` is octal to some readers and decimal to others.
  if (!parts.every((part) => /^(?:0|[1-9]\d{0,2})$/u.test(part) && Number(part) <= 255)) return null;
  return parts.map(Number);
}

function parseIpv6(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : [];
  if (head === null || tail === null) return null;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return null;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

/** Colon-separated groups as bytes; the last may be IPv4 in dots when it ends the address. */
function parseGroups(text: string, isEnd: boolean): number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (group.includes('.')) {
      const ipv4 = isEnd && index === groups.length - 1 ? parseIpv4(group) : null;
      if (ipv4 === null) return null;
      bytes.push(...ipv4);
    } else {
      if (!/^[0-9a-f]{1,4}$/iu.test(group)) return null;
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    }
  }
  return bytes.length > 16 ? null : bytes;
}

function isMappedIpv4(bytes: IpBytes): boolean {
  return bytes[10] === 0xff && bytes[11] === 0xff && bytes.slice(0, 10).every((byte) => byte === 0);
}

function longestZeroRun(groups: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}
