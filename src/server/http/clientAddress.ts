/**
 * The address a request came from (R79). Anyone can write a forwarding header, so it counts only as far as proxies
 * that are configured have written it. Only `X-Forwarded-For` is ever read: a proxy that sets this one passes a
 * client's own `Forwarded` or `X-Real-IP` through untouched.
 */
import { type IpBytes, type Network, formatIp, isInNetwork, parseIp, parseNetwork } from './ipAddress';

/**
 * How many proxies stand before the server, or their addresses (CIDR allowed). `0`: none, ignore forwarding headers.
 */
export type TrustedProxies = number | readonly string[];

/** Canonical text, or `null` if the host did not say and nothing trusted did. */
export type ClientAddress = (headers: Headers, remoteAddress: string | undefined) => string | null;

/** @throws {TypeError} for a count or an address that can't be meant. */
export function createClientAddress(trustedProxies: TrustedProxies = 0): ClientAddress {
  if (typeof trustedProxies === 'number') {
    if (!Number.isInteger(trustedProxies) || trustedProxies < 0 || trustedProxies > 32) {
      throw new TypeError(
        `react-session-security: trustedProxies is ${trustedProxies}, so client addresses could be forged. ` +
          'Give the exact number of proxies before this server, or their addresses.',
      );
    }
    return (headers, remoteAddress) => byCount(trustedProxies, headers, remoteAddress);
  }
  const networks = trustedProxies.map(checkedNetwork);
  return (headers, remoteAddress) => byList(networks, headers, remoteAddress);
}

/**
 * What a rate limit counts: one IPv4 address, or the /64 that an IPv6 customer has to himself (he can use any of
 * its 2^64 addresses).
 */
export function addressBucket(address: string | null): string {
  const bytes = address === null ? null : parseIp(address);
  if (bytes === null) return 'unknown';
  return bytes.length === 4 ? formatIp(bytes) : `${formatIp([...bytes.slice(0, 8), 0, 0, 0, 0, 0, 0, 0, 0])}/64`;
}

function byCount(count: number, headers: Headers, remoteAddress: string | undefined): string | null {
  const remote = remoteAddress === undefined ? null : parseIp(remoteAddress);
  if (count === 0) return formatted(remote);
  // The last `count` entries were written by our proxies, the nearest one's last. Fewer entries than proxies means
  // that someone reached an inner proxy directly; the leftmost entry is then still one that a proxy wrote.
  const entries = forwardedFor(headers).slice(-count);
  return entries.length === 0 ? formatted(remote) : formatted(parseForwarded(entries[0] ?? ''));
}

function byList(networks: readonly Network[], headers: Headers, remoteAddress: string | undefined): string | null {
  let client = remoteAddress === undefined ? null : parseIp(remoteAddress);
  for (const entry of forwardedFor(headers).toReversed()) {
    if (client === null || !networks.some((network) => isInNetwork(client as IpBytes, network))) break;
    const next = parseForwarded(entry);
    if (next === null) break;
    client = next;
  }
  return formatted(client);
}

function forwardedFor(headers: Headers): string[] {
  const value = headers.get('x-forwarded-for');
  return value === null || value.trim() === '' ? [] : value.split(',').map((entry) => entry.trim());
}

/** Some proxies append the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function parseForwarded(entry: string): IpBytes | null {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/u.exec(entry);
  if (bracketed) return parseIp(bracketed[1] ?? '');
  return parseIp(entry.includes('.') ? entry.replace(/^([\d.]+):\d{1,5}$/u, '$1') : entry);
}

function formatted(bytes: IpBytes | null): string | null {
  return bytes === null ? null : formatIp(bytes);
}

function checkedNetwork(text: string): Network {
  const network = parseNetwork(text);
  if (network === null) {
    throw new TypeError(
      `react-session-security: trustedProxies contains "${text}", which is neither an address nor a CIDR range, ` +
        'so it would never match. Write e.g. "10.0.0.0/8" or "2001:db8::1".',
    );
  }
  return network;
}
