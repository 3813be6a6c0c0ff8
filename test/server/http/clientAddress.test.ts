/**
 * The attack: a client writes forwarding headers of its own, to get a fresh rate limit with every request, to put
 * another's address into the records, or to look like a local one (R79, T34).
 */
import { describe, expect, it } from 'vitest';
import { addressBucket, createClientAddress } from '../../../src/server/http/clientAddress';

const forwarded = (value: string): Headers => new Headers({ 'x-forwarded-for': value });

describe('without trusted proxies', () => {
  const clientAddress = createClientAddress();

  it('no forwarding header counts, in a thousand spellings', () => {
    for (let index = 0; index < 1000; index += 1) {
      const spoofed = `10.${index % 256}.${index >> 8}.1`;
      const headers = new Headers({
        'x-forwarded-for': `${spoofed}, ${spoofed}`,
        forwarded: `for=${spoofed}`,
        'x-real-ip': spoofed,
        'x-client-ip': spoofed,
        'cf-connecting-ip': spoofed,
        'true-client-ip': spoofed,
      });
      expect(clientAddress(headers, '203.0.113.7')).toBe('203.0.113.7');
    }
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
    ['::', '::'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    [undefined, null],
    ['', null],
    ['unix:/run/app.sock', null],
    ['1.2.3', null],
    ['1.2.3.256', null],
    ['01.2.3.4', null],
    ['1::2::3', null],
    [':::', null],
    ['1:2:3:4:5:6:7:8:9', null],
    ['1:2:3:4:5:6:7::8', null],
    ['::1.2.3.4:5', null],
    ['x'.repeat(100_000), null],
  ])('%s is written %s', (remote, expected) => {
    expect(clientAddress(new Headers(), remote)).toBe(expected);
  });
});

describe('behind a number of proxies', () => {
  it.each([
    [1, '198.51.100.9', '198.51.100.9'],
    [1, '10.0.0.1, 198.51.100.9', '198.51.100.9'],
    [1, '198.51.100.9:4711', '198.51.100.9'],
    [1, '[2001:db8::9]:4711', '2001:db8::9'],
    [1, '[2001:db8::9]', '2001:db8::9'],
    [1, '2001:db8::9', '2001:db8::9'],
    [2, 'spoofed, 10.9.9.9, 198.51.100.9, 10.0.0.2', '198.51.100.9'],
    [2, '198.51.100.9', '198.51.100.9'],
    [1, '198.51.100.9, unknown', null],
    [1, '198.51.100.9, ', null],
    [1, '', '192.0.2.1'],
  ])('%d, X-Forwarded-For %j: %s', (count, header, expected) => {
    expect(createClientAddress(count)(forwarded(header), '192.0.2.1')).toBe(expected);
  });

  it('what the client wrote itself never reaches the entry that counts', () => {
    for (let index = 0; index < 100; index += 1) {
      const written = Array.from({ length: index }, (_, position) => `10.0.0.${position}`);
      const header = [...written, '198.51.100.9', '10.1.1.1'].join(', ');
      expect(createClientAddress(2)(forwarded(header), '192.0.2.1')).toBe('198.51.100.9');
    }
  });

  it('works where the host does not know the remote address', () => {
    expect(createClientAddress(1)(forwarded('10.0.0.1, 198.51.100.9'), undefined)).toBe('198.51.100.9');
  });
});

describe('behind listed proxies', () => {
  const clientAddress = createClientAddress(['10.0.0.0/8', '2001:db8:ffff::/48', '192.0.2.1']);

  it.each([
    ['192.0.2.1', '198.51.100.9', '198.51.100.9'],
    ['192.0.2.1', '1.1.1.1, 198.51.100.9, 10.3.2.1', '198.51.100.9'],
    ['::ffff:10.1.2.3', '198.51.100.9', '198.51.100.9'],
    ['2001:db8:ffff:1::5', '198.51.100.9', '198.51.100.9'],
    // Somebody who reaches the server directly is himself, whatever he writes.
    ['203.0.113.7', '198.51.100.9', '203.0.113.7'],
    ['11.0.0.1', '198.51.100.9', '11.0.0.1'],
    ['2001:db8:fffe::1', '198.51.100.9', '2001:db8:fffe::1'],
    // All of them ours: the outermost.
    ['192.0.2.1', '10.0.0.9, 10.0.0.8', '10.0.0.9'],
    // Nonsense ends the chain at the proxy that passed it on.
    ['192.0.2.1', '198.51.100.9, <script>, 10.0.0.8', '10.0.0.8'],
    [undefined, '198.51.100.9', null],
  ])('connected from %s, X-Forwarded-For %j: %s', (remote, header, expected) => {
    expect(clientAddress(forwarded(header), remote)).toBe(expected);
  });

  it('takes ten thousand entries in its stride', () => {
    expect(clientAddress(forwarded('10.0.0.1,'.repeat(10_000)), '192.0.2.1')).toBe('192.0.2.1');
  });
});

describe('settings that can’t be meant', () => {
  it.each([
    -1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    33,
    ['10.0.0.0/33'],
    ['10.0.0/8'],
    ['proxy.internal'],
    ['10.0.0.0/8/8'],
    [''],
  ])('%j', (trustedProxies) => {
    expect(() => createClientAddress(trustedProxies)).toThrow(/^react-session-security: trustedProxies/u);
  });

  it('a mapped range counts its prefix in IPv6 bits', () => {
    const clientAddress = createClientAddress(['::ffff:10.0.0.0/104']);
    expect(clientAddress(forwarded('198.51.100.9'), '10.200.0.1')).toBe('198.51.100.9');
    expect(clientAddress(forwarded('198.51.100.9'), '11.200.0.1')).toBe('11.200.0.1');
  });
});

describe('the bucket of a rate limit', () => {
  it('is one IPv4 address', () => {
    expect(addressBucket('203.0.113.7')).toBe('203.0.113.7');
    expect(addressBucket('::ffff:203.0.113.7')).toBe('203.0.113.7');
  });

  it('is one IPv6 /64, because one customer has all of it', () => {
    expect(addressBucket('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(addressBucket('2001:db8:1:2:ffff::1')).toBe('2001:db8:1:2::/64');
    expect(addressBucket('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64');
  });

  it('is shared by all whose address is unknown', () => {
    expect(addressBucket(null)).toBe('unknown');
    expect(addressBucket('nonsense')).toBe('unknown');
  });
});
