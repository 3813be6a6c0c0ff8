/** What administrators do to other accounts (SPEC C17). Others are answered `FORBIDDEN`, never asked for proof (R51). */
import { z } from 'zod';
import { type WithStepUpToken, withStepUpToken } from './stepUpToken';
import { successOf } from './success';

/** C17. `newRole` becomes the only role of the user. */
export interface ChangeUserRoleInput extends WithStepUpToken {
  readonly userId: string;
  /** One of the server's `roles`. */
  readonly newRole: string;
}
/** Answer of `admin.changeUserRole`. */
export interface UserRoleChanged {
  readonly userId: string;
  readonly roles: readonly string[];
}
/** Schema of {@link ChangeUserRoleInput}. */
export const changeUserRoleInput = z.strictObject({
  userId: z.string().min(1).max(256),
  newRole: z.string().min(1).max(64),
  ...withStepUpToken,
});
/** Schema of {@link UserRoleChanged} in the envelope. */
export const changeUserRoleOutput = successOf(z.strictObject({ userId: z.string(), roles: z.array(z.string()) }));

/** C17. Ends sessions of a user, with their access and refresh tokens. */
export interface RevokeUserTokensInput extends WithStepUpToken {
  readonly userId: string;
}
/** Answer of `admin.revokeUserTokens`. */
export interface UserTokensRevoked {
  readonly revokedCount: number;
}
/** Schema of {@link RevokeUserTokensInput}. */
export const revokeUserTokensInput = z.strictObject({ userId: z.string().min(1).max(256), ...withStepUpToken });
/** Schema of {@link UserTokensRevoked} in the envelope. */
export const revokeUserTokensOutput = successOf(z.strictObject({ revokedCount: z.number().int() }));
