/** How passwords are kept. The default is Argon2id with the parameters of the OWASP Password Storage Cheat Sheet. */
import { hash, verify } from '@node-rs/argon2';

/**
 * Makes and checks the stored form of a password. The stored form carries its own parameters and salt.
 *
 * @default {@link argon2idHasher}
 */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** `false` for a wrong password; throws only when it cannot tell. */
  verify(hashed: string, password: string): Promise<boolean>;
}

/** `Algorithm.Argon2id`, a const enum, which modules compiled one by one can't read. */
const argon2id = 2;

/** The cost of {@link argon2idHasher}. The defaults are the OWASP Password Storage Cheat Sheet's. */
export interface Argon2Parameters {
  /** @default 19456 */
  readonly memoryKiB?: number;
  /** @default 2 */
  readonly passes?: number;
  /** @default 1 */
  readonly lanes?: number;
}

/** Argon2id (RFC 9106) in PHC string format; 19 MiB, two passes, one lane by default. */
export function argon2idHasher({ memoryKiB = 19_456, passes = 2, lanes = 1 }: Argon2Parameters = {}): PasswordHasher {
  const options = { algorithm: argon2id, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes };
  return {
    hash: (password) => hash(password, options),
    verify: (hashed, password) => verify(hashed, password),
  };
}
