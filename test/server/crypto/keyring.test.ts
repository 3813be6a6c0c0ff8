import { systemRandom } from 'react-session-security/server';
import { describe, expect, it } from 'vitest';
import { createKeyring, equalInConstantTime } from '../../../src/server/crypto/keyring';
import { testKey } from '../../support/server/createTestServer';

const keyring = createKeyring(testKey, systemRandom);

describe('the keyring', () => {
  it('opens what it sealed, for the same row only', () => {
    const sealed = keyring.seal('JBSWY3DPEHPK3PXP', 'user-1');
    expect(sealed).not.toContain('JBSW');
    expect(keyring.open(sealed, 'user-1')).toBe('JBSWY3DPEHPK3PXP');
    expect(() => keyring.open(sealed, 'user-2')).toThrow(/cannot be opened/u);
  });

  it('never seals twice alike', () => {
    expect(keyring.seal('same', 'row')).not.toBe(keyring.seal('same', 'row'));
  });

  it('opens nothing that was changed, shortened, or sealed with another key', () => {
    const bytes = Buffer.from(keyring.seal('secret', 'row').slice(3), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => keyring.open(`v1.${changed.toString('base64url')}`, 'row')).toThrow(/cannot be opened/u);
    }
    expect(() => keyring.open(`v1.${bytes.subarray(0, 20).toString('base64url')}`, 'row')).toThrow(/cannot be opened/u);
    expect(() => keyring.open('', 'row')).toThrow(/cannot be opened/u);
    const other = createKeyring(systemRandom.bytes(32).toString('base64'), systemRandom);
    expect(() => other.open(keyring.seal('secret', 'row'), 'row')).toThrow(/cannot be opened/u);
  });

  it('keeps purposes and parts apart', () => {
    const macs = [
      keyring.mac('otp', 'a', 'bc'),
      keyring.mac('otp', 'ab', 'c'),
      keyring.mac('otp', 'abc'),
      keyring.mac('log', 'abc'),
    ];
    expect(new Set(macs).size).toBe(4);
    expect(keyring.mac('otp', 'a', 'bc')).toBe(macs[0]);
  });

  it.each([
    ['nothing', ''],
    ['16 bytes', Buffer.alloc(16, 7).toString('base64')],
    ['33 bytes', systemRandom.bytes(33).toString('base64')],
    ['a passphrase', 'correct horse battery staple'],
    ['hex', systemRandom.bytes(32).toString('hex')],
    ['undefined', undefined as unknown as string],
  ])('refuses %s as a key, and says how to make one', (_, key) => {
    expect(() => createKeyring(key, systemRandom)).toThrow(
      /^react-session-security: `encryptionKey` must be.*openssl rand -base64 32/u,
    );
  });

  it('refuses a key that nobody drew', () => {
    expect(() => createKeyring(Buffer.alloc(32).toString('base64'), systemRandom)).toThrow(/not random/u);
  });
});

describe('equalInConstantTime', () => {
  it('compares whole values', () => {
    expect(equalInConstantTime('123456', '123456')).toBe(true);
    expect(equalInConstantTime('123456', '123457')).toBe(false);
    expect(equalInConstantTime('123456', '12345')).toBe(false);
    expect(equalInConstantTime('', '')).toBe(true);
  });
});
