/**
 * What is derived from `encryptionKey`: one key per use (HKDF, RFC 5869), so that a value made for one purpose is
 * worthless for another.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { RandomPort } from '../ports/random';

export interface Keyring {
  /** Keyed hash: codes, limit subjects, handles in logs, the successor of a refresh token, what passkeys call a user. */
  mac(purpose: MacPurpose, ...parts: readonly string[]): string;
  /** 32 bytes to sign access tokens with, where the host brings no keys of its own. */
  readonly accessTokenSecret: Buffer;
  /** AES-256-GCM. `context` (a user's id, say) must be the same at opening, so values can't be swapped between rows. */
  seal(plaintext: string, context: string): string;
  /** @throws when the value was tampered with, moved, or sealed with another key. */
  open(sealed: string, context: string): string;
}

const macPurposes = ['otp', 'limit', 'log', 'refresh', 'backup_code', 'passkey_user'] as const;
type MacPurpose = (typeof macPurposes)[number];

const keyForm = /^[A-Za-z0-9+/]{43}=$/u;

/** @throws {TypeError} when the key isn't 32 bytes in base64. */
export function createKeyring(encryptionKey: string, random: RandomPort): Keyring {
  if (typeof encryptionKey !== 'string' || !keyForm.test(encryptionKey)) {
    throw new TypeError(
      'react-session-security: `encryptionKey` must be 32 random bytes in base64; it protects second-factor secrets ' +
        'and codes. Make one with `openssl rand -base64 32`, keep it secret and the same on every instance.',
    );
  }
  const root = Buffer.from(encryptionKey, 'base64');
  if (new Set(root).size < 8) {
    throw new TypeError(
      'react-session-security: `encryptionKey` is not random, so anyone could guess it. Make one with `openssl rand -base64 32`.',
    );
  }
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `react-session-security/${use}`, 32));
  const macKeys = Object.fromEntries(macPurposes.map((purpose) => [purpose, derive(purpose)])) as Record<
    MacPurpose,
    Buffer
  >;
  const sealKey = derive('seal');
  return {
    accessTokenSecret: derive('access_token'),
    mac(purpose, ...parts) {
      // JSON keeps ('a', 'bc') and ('ab', 'c') apart.
      return createHmac('sha256', macKeys[purpose]).update(JSON.stringify(parts)).digest('base64url');
    },
    seal(plaintext, context) {
      const nonce = random.bytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed.replace(/^v1\./u, ''), 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, 12), { authTagLength: 16 });
        decipher.setAAD(Buffer.from(context));
        decipher.setAuthTag(bytes.subarray(12, 28));
        return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new Error(
          'react-session-security: a stored second-factor secret cannot be opened, so its user cannot sign in. ' +
            'Either `encryptionKey` is not the one it was stored with, or the row was changed or moved. Restore the key.',
          { cause },
        );
      }
    },
  };
}

/** Compares without telling by its timing where two values differ (T49). */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
