/**
 * Backup codes (R37): ten to a set, 50 random bits each, kept as hashes, let through once. A new set makes the one before
 * void.
 */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { toIso } from '../../contract/instant';
import { hashBackupCode } from '../crypto/backupCodeHash';
import { backupCodes } from '../database/schema';
import type { RandomPort } from '../ports/random';
import { asciiDigits } from '../../contract/oneTimeCode';
import type { ServiceDeps } from './deps';
import { clearFactorFailures } from './secondFactor';
import type { Verifier } from './verificationMethod';

/** Crockford's base32: no letter is taken for a digit or another letter. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeForm = /^[0-9A-HJKMNP-TV-Z]{10}$/u;

/** A set that was made and hashed, which takes its time, and is not in force yet. */
export interface PreparedBackupCodes {
  /** As they are shown, `XXXXX-XXXXX`. */
  readonly codes: readonly string[];
  readonly salt: string;
  readonly hashes: readonly string[];
}

export async function prepareBackupCodes(
  { random, keyring, policy }: ServiceDeps,
  userId: string,
): Promise<PreparedBackupCodes> {
  const codes = new Set<string>();
  while (codes.size < policy.secondFactor.backupCodes) codes.add(createBackupCode(random));
  const salt = random.bytes(16).toString('base64url');
  const hashes = await Promise.all(Array.from(codes, (code) => hashBackupCode(keyring, { userId, code, salt })));
  return { codes: Array.from(codes, (code) => `${code.slice(0, 5)}-${code.slice(5)}`), salt, hashes };
}

/** `deps.database` must be a transaction. */
export async function replaceBackupCodes(
  deps: ServiceDeps,
  userId: string,
  { salt, hashes }: PreparedBackupCodes,
): Promise<void> {
  const generatedAt = deps.clock.now();
  await deleteBackupCodes(deps, userId);
  // What was guessed at the codes before is not held against these.
  await clearFactorFailures(deps, userId, 'backup_code');
  await deps.database
    .insert(backupCodes)
    .values(hashes.map((codeHash) => ({ userId, codeHash, salt, generatedAt, usedAt: null })));
}

export async function deleteBackupCodes({ database }: ServiceDeps, userId: string): Promise<void> {
  await database.delete(backupCodes).where(eq(backupCodes.userId, userId));
}

export async function describeBackupCodes({ database }: ServiceDeps, userId: string) {
  const [set] = await database
    .select({
      remaining: sql<number>`count(*) FILTER (WHERE ${backupCodes.usedAt} IS NULL)`.mapWith(Number),
      generatedAt: backupCodes.generatedAt,
    })
    .from(backupCodes)
    .where(eq(backupCodes.userId, userId))
    .groupBy(backupCodes.generatedAt);
  return { remaining: set?.remaining ?? 0, generatedAt: set === undefined ? null : toIso(set.generatedAt) };
}

export const backupCodeVerifier: Verifier = {
  method: 'backup_code',
  factor: 'backup_code',

  async isAvailable(deps, { id }) {
    return (await describeBackupCodes(deps, id)).remaining > 0;
  },

  async verify(deps, { user, proof }) {
    const code = normaliseBackupCode(proof.code ?? '');
    if (!codeForm.test(code)) return { status: 'wrong' };
    const ofUser = eq(backupCodes.userId, user.id);
    const [set] = await deps.database.select({ salt: backupCodes.salt }).from(backupCodes).where(ofUser).limit(1);
    if (set === undefined) return { status: 'wrong' };
    const codeHash = await hashBackupCode(deps.keyring, { userId: user.id, code, salt: set.salt });
    const isUnused = and(ofUser, eq(backupCodes.codeHash, codeHash), isNull(backupCodes.usedAt));
    const [found] = await deps.database.select({ userId: backupCodes.userId }).from(backupCodes).where(isUnused);
    if (found === undefined) return { status: 'wrong' };
    return {
      status: 'passed',
      async consume({ database, clock }) {
        const used = await database
          .update(backupCodes)
          .set({ usedAt: clock.now() })
          .where(isUnused)
          .returning({ userId: backupCodes.userId });
        return used.length === 1;
      },
    };
  },
};

function createBackupCode(random: RandomPort): string {
  return Array.from({ length: 10 }, () => alphabet.charAt(random.integer(alphabet.length))).join('');
}

/** As people read it off paper: any case, spaces and dashes, O for 0, I and L for 1. */
function normaliseBackupCode(text: string): string {
  return asciiDigits(text.slice(0, 64))
    .replace(/[\s\p{Pd}\p{Cf}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/gu, '1');
}
