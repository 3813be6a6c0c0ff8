/**
 * The accounts of an app (SPEC V11). An app that has its own user table implements this; `defaultUsers` is what runs
 * otherwise.
 */
import type { VerificationMethod } from '../../contract/verification';

/** An account as the server shows it. Text of the user's own is untrusted. */
export interface UserAccount {
  readonly id: string;
  readonly displayName: string | null;
  readonly email: string | null;
  /** E.164 */
  readonly phone: string | null;
  readonly roles: readonly string[];
}

/** As the user typed it, normalised: mail in lower case, phone in E.164. */
export type UserIdentifier =
  | { readonly kind: 'email'; readonly value: string }
  | { readonly kind: 'phone'; readonly value: string };

/**
 * An app's own accounts (SPEC V11). What a method throws is our own fault, not the caller's: the attempt is given
 * back. Whoever changes a password, a factor or a role by ways of their own calls `server.revokeSessions` afterwards: that
 * ends sign-ins under way too.
 *
 * @default {@link DefaultUsers}
 */
export interface UsersPort {
  findById(userId: string): Promise<UserAccount | null>;
  findByIdentifier(identifier: UserIdentifier): Promise<UserAccount | null>;
  /**
   * `null` stands for an account that does not exist: do the same work as for one that does (a dummy hash) and answer
   * `false`, or the time tells who has an account (ASVS 6.3.8).
   */
  verifyPassword(userId: string | null, password: string): Promise<boolean>;
  /**
   * The second factors that are enrolled; empty for none. Sign-in asks for `2fa_totp`: an account that names others must name
   * it too, or signing in to it is a fault (500). `2fa_sms` is taken in prompts and step-ups.
   */
  secondFactors(userId: string): Promise<readonly VerificationMethod[]>;
  /** The shared secret in base32; `null` where there is none. */
  totpSecret(userId: string): Promise<string | null>;
  /** Whether there is a password to ask for (R50). @default every account has one */
  hasPassword?(userId: string): Promise<boolean>;
  /** What the account may ask for beyond its session (R46). @default its roles */
  permissions?(userId: string): Promise<readonly string[]>;
  /**
   * For `auth.changePassword`. Hash it. Without this method the procedure is answered `FORBIDDEN`, as with the next three.
   * They run while a transaction of the server's is open, and what they throw undoes it: don't wait for its database.
   */
  setPassword?(userId: string, password: string): Promise<void>;
  /** For `auth.changeEmail`; in lower case. `taken`: another account has it, or takes it at this moment. */
  setEmail?(userId: string, email: string): Promise<'changed' | 'taken'>;
  /** For `admin.changeUserRole`: from now on these and no others. */
  setRoles?(userId: string, roles: readonly string[]): Promise<void>;
  /** For `auth.deleteAccount`. */
  deleteUser?(userId: string): Promise<void>;
  /**
   * Keeps the secret that was confirmed, in place of an earlier one, or takes it away (`null`). Encrypt it. Without this
   * method, TOTP is set up and taken away by the app itself.
   */
  setTotpSecret?(userId: string, secretBase32: string | null): Promise<void>;
}
