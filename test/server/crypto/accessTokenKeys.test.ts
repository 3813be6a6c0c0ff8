/** Keys that are unsafe, or could never work, stop the server at its start (R53, R56). */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AccessTokenKey, createAccessTokenKeys } from '../../../src/server/crypto/accessTokenKeys';

const derived = Buffer.alloc(32, 7);
const pem = (type: 'ed25519' | 'x25519') => {
  const pair = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519');
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
};
const good = pem('ed25519');
const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 11)).toString('base64');
const keysOf = (...keys: unknown[]) => createAccessTokenKeys(keys as AccessTokenKey[], derived);

describe('keys for access tokens', () => {
  it('are one that is derived where the host brings none', () => {
    const { signing, algorithms, verifying } = createAccessTokenKeys(undefined, derived);
    expect([signing.kid, signing.algorithm, algorithms, [...verifying.keys()]]).toEqual([
      'derived',
      'HS256',
      ['HS256'],
      ['derived'],
    ]);
  });

  it('may be of both kinds; the first signs', () => {
    const keys = keysOf(
      { kid: 'new', algorithm: 'EdDSA', privateKey: good.privateKey },
      { kid: 'old', algorithm: 'HS256', secret },
    );
    expect([keys.signing.kid, keys.algorithms]).toEqual(['new', ['EdDSA', 'HS256']]);
    expect(keys.verifying.get('new')?.key.type).toBe('public');
  });

  it.each([
    ['a word', 'correct horse battery staple'],
    ['the secret of every tutorial', Buffer.from('your-256-bit-secret').toString('base64')],
    ['a short one', Buffer.alloc(31, 1).toString('base64')],
    ['one of equal bytes', Buffer.alloc(32, 1).toString('base64')],
    ['nothing', ''],
    ['no text', undefined],
  ])('refuse a secret that is %s (RFC 8725 §3.5)', (_, weak) => {
    expect(() => keysOf({ kid: 'k', algorithm: 'HS256', secret: weak })).toThrow(/secret of access token key "k"/u);
  });

  it.each([
    ['of another curve', { kid: 'k', algorithm: 'EdDSA', privateKey: pem('x25519').privateKey }, /not an Ed25519 key/u],
    ['that is no PEM', { kid: 'k', algorithm: 'EdDSA', publicKey: 'abc' }, /not an Ed25519 key/u],
    ['of an algorithm that is not served', { kid: 'k', algorithm: 'none' }, /an algorithm that is not served/u],
    ['with a path for a name', { kid: '../k', algorithm: 'HS256', secret }, /kid "\.\.\/k"/u],
    ['that can only verify, alone', { kid: 'k', algorithm: 'EdDSA', publicKey: good.publicKey }, /only verify/u],
  ])('refuse one %s', (_, key, words) => {
    expect(() => keysOf(key)).toThrow(words);
  });

  it('refuse an empty list, and two of one name', () => {
    expect(() => keysOf()).toThrow(/or there is none/u);
    const key = { kid: 'k', algorithm: 'HS256', secret };
    expect(() => keysOf(key, key)).toThrow(/same `kid`/u);
  });
});
