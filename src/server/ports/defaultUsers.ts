/** Accounts in our own table, for those who have none yet and for demos. */
import { and, eq, ne, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Clock } from '../../contract/clock';
import { createHandle, createSecret } from '../crypto/secretHash';
import type { Keyring } from '../crypto/keyring';
import type { Database } from '../database/DatabaseDriver';
import { users } from '../database/schema';
import { normaliseEmail, normalisePhone } from './identifier';
import type { PasswordHasher } from './passwordHasher';
import type { RandomPort } from './random';
import type { UserAccount, UsersPort } from './users';

/** An account to make. Give it a mail address or a phone number, or nobody can sign in with it. */
export interface NewUser {
  /** @default a random handle */
  readonly id?: string;
  readonly email?: string;
  /** Any usual international spelling. */
  readonly phone?: string;
  /** Well-formed Unicode: `signIn` refuses lone surrogates, so such a password would never open anything. */
  readonly password?: string;
  readonly displayName?: string;
  readonly roles?: readonly string[];
  /** Base32, at least 160 bits (RFC 4226 §4). Its presence turns the second factor on. */
  readonly totpSecret?: string;
}

/** The default accounts: the `users` port over a table of ours, and a way to fill it. */
export interface DefaultUsers extends UsersPort {
  /** @throws {TypeError} for an address, number, password or secret that cannot be right. */
  createUser(user: NewUser): Promise<UserAccount>;
}

export interface DefaultUsersDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: RandomPort;
  readonly keyring: Keyring;
  readonly passwordHasher: PasswordHasher;
}

const account = {
  id: users.id,
  displayName: users.displayName,
  email: users.email,
  phone: users.phone,
  roles: users.roles,
};

const holders = alias(users, 'holders');

export function createDefaultUsers({
  database,
  clock,
  random,
  keyring,
  passwordHasher,
}: DefaultUsersDeps): DefaultUsers {
  let dummy: Promise<string> | undefined;
  /** A hash that no password opens. Asked for on every verification, so the first costs the same for all. */
  const dummyHash = (): Promise<string> => {
    dummy ??= passwordHasher.hash(createSecret(random)).catch((error: unknown) => {
      dummy = undefined;
      throw error;
    });
    return dummy;
  };
  return {
    async createUser(input) {
      const row = {
        id: input.id ?? createHandle(random),
        email: input.email === undefined ? null : required(normaliseEmail(input.email), 'email'),
        phone: input.phone === undefined ? null : required(normalisePhone(input.phone), 'phone'),
        displayName: input.displayName ?? null,
        roles: [...(input.roles ?? [])],
      };
      const password = input.password === undefined ? null : required(wellFormed(input.password), 'password');
      const passwordHash = password === null ? null : await passwordHasher.hash(password);
      const totpSecret =
        input.totpSecret === undefined ? null : keyring.seal(required(base32(input.totpSecret), 'totpSecret'), row.id);
      await database.insert(users).values({ ...row, passwordHash, totpSecret, createdAt: clock.now() });
      return row;
    },

    async findById(userId) {
      const [row] = await database.select(account).from(users).where(eq(users.id, userId));
      return row ?? null;
    },

    async findByIdentifier({ kind, value }) {
      const column = kind === 'email' ? users.email : users.phone;
      const [row] = await database.select(account).from(users).where(eq(column, value));
      return row ?? null;
    },

    async verifyPassword(userId, password) {
      const fallback = await dummyHash();
      // The same query and one verification whether or not there is an account, or a password (R80).
      const [row] = await database
        .select({ passwordHash: users.passwordHash })
        .from(users)
        .where(eq(users.id, userId ?? ''));
      const matches = await passwordHasher.verify(row?.passwordHash ?? fallback, password);
      return matches && typeof row?.passwordHash === 'string';
    },

    async secondFactors(userId) {
      const [row] = await database.select({ totpSecret: users.totpSecret }).from(users).where(eq(users.id, userId));
      return typeof row?.totpSecret === 'string' ? ['2fa_totp'] : [];
    },

    async totpSecret(userId) {
      const [row] = await database.select({ totpSecret: users.totpSecret }).from(users).where(eq(users.id, userId));
      return typeof row?.totpSecret === 'string' ? keyring.open(row.totpSecret, userId) : null;
    },

    async hasPassword(userId) {
      const [row] = await database.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId));
      return typeof row?.passwordHash === 'string';
    },

    async setPassword(userId, password) {
      const passwordHash = await passwordHasher.hash(password);
      await database.update(users).set({ passwordHash }).where(eq(users.id, userId));
    },

    async setEmail(userId, email) {
      const holder = database
        .select({ one: sql`1` })
        .from(holders)
        .where(and(eq(holders.email, email), ne(holders.id, userId)));
      try {
        // A savepoint: where another account takes the address at the same moment, the caller's transaction goes on.
        const changed = await database.transaction((savepoint) =>
          savepoint
            .update(users)
            .set({ email })
            .where(and(eq(users.id, userId), notExists(holder)))
            .returning({ id: users.id }),
        );
        return changed.length === 1 ? 'changed' : 'taken';
      } catch (error) {
        if (isUniqueViolation(error)) return 'taken';
        throw error;
      }
    },

    async setRoles(userId, roles) {
      await database
        .update(users)
        .set({ roles: [...roles] })
        .where(eq(users.id, userId));
    },

    async deleteUser(userId) {
      await database.delete(users).where(eq(users.id, userId));
    },

    async setTotpSecret(userId, secretBase32) {
      const totpSecret = secretBase32 === null ? null : keyring.seal(secretBase32, userId);
      await database.update(users).set({ totpSecret }).where(eq(users.id, userId));
    },
  };
}

/** UTF-8 writes every lone surrogate the same, so different passwords would be one (NIST SP 800-63B-4 §3.1.1.2: Unicode). */
function wellFormed(password: string): string | null {
  return /\p{Surrogate}/u.test(password) ? null : password;
}

/** `unique_violation` of Postgres, under what the driver wraps it in. */
function isUniqueViolation(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && current.code === '23505') return true;
  }
  return false;
}

/** 32 characters of base32 are 160 bits. */
function base32(secret: string): string | null {
  const compact = secret.replace(/[\s=-]/gu, '').toUpperCase();
  return /^[A-Z2-7]{32,}$/u.test(compact) ? compact : null;
}

function required<Value>(value: Value | null, field: string): Value {
  if (value !== null) return value;
  throw new TypeError(
    `react-session-security: createUser was given a \`${field}\` that cannot be used, so nobody could sign in with it. ` +
      'Pass a mail address with one @, a phone number that starts with + and the country code, a password of whole Unicode characters, a TOTP secret of at least 32 base32 characters.',
  );
}
