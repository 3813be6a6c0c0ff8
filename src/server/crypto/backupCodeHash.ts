/**
 * Backup codes have 50 random bits: few enough that a fast hash of them could be searched. So a keyed hash first, which
 * a stolen table alone can't be tried against, and then scrypt with a salt (ASVS 6.5.2).
 */
import { scrypt } from 'node:crypto';
import type { Keyring } from './keyring';

/** 4 MiB and some 10 ms. The key and 50 bits do the rest, so it need not be as slow as for passwords that people choose. */
const cost = { N: 2 ** 12, r: 8, p: 1 } as const;

/** @param code in its one spelling */
export function hashBackupCode(
  keyring: Keyring,
  { userId, code, salt }: { readonly userId: string; readonly code: string; readonly salt: string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(keyring.mac('backup_code', userId, code), salt, 32, cost, (error, key) => {
      if (error === null) resolve(key.toString('base64url'));
      else reject(error);
    });
  });
}
