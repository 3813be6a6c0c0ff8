/**
 * Session secrets and pre-auth cookies: 256 random bits, of which only SHA-256 is stored (R1). No salt and no slow
 * hash: there is nothing to guess. Lookup is by the hash, so no comparison leaks by its timing (ASVS 11.2.4).
 */
import { createHash } from 'node:crypto';
import type { RandomPort } from '../ports/random';

const secretBytes = 32;
const secretForm = /^[A-Za-z0-9_-]{43}$/u;

export function createSecret(random: RandomPort): string {
  return random.bytes(secretBytes).toString('base64url');
}

/** Public handles: unguessable, but they authenticate nothing. */
export function createHandle(random: RandomPort): string {
  return random.bytes(16).toString('base64url');
}

export function hasSecretForm(value: string): boolean {
  return secretForm.test(value);
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
