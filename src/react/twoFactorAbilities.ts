/** What can be done about second factors here: what the back end answers, the accounts take, and the browser is able to. */
import type { SessionSecurityClient } from '../client/createSessionSecurity';
import type { SecondFactors } from '../contract/secondFactor';
import { canCreatePasskeys } from './createPasskey';

/** What can be done about second factors now. What is `false` would only fail, so it is not offered. */
export interface TwoFactorAbilities {
  /** Set an authenticator app up, or another one in its place. */
  readonly setUp: boolean;
  readonly disable: boolean;
  readonly regenerate: boolean;
  /** Also `false` where the user has as many as there may be, or the browser can't make one. */
  readonly addPasskey: boolean;
  readonly renamePasskey: boolean;
  readonly removePasskey: boolean;
}

export function twoFactorAbilities(
  { supports }: Pick<SessionSecurityClient, 'supports'>,
  factors: SecondFactors | undefined,
): TwoFactorAbilities {
  const isActive = factors?.totp === 'active';
  const isManaged = factors?.canManageTotp === true;
  const hasRoom = factors !== undefined && factors.passkeys.length < factors.maxPasskeys;
  return {
    setUp: isManaged && supports('auth.beginTotpEnrolment') && supports('auth.confirmTotpEnrolment'),
    disable: isManaged && isActive && supports('auth.disableTwoFactor'),
    regenerate: isActive && supports('auth.regenerateBackupCodes'),
    addPasskey:
      hasRoom &&
      canCreatePasskeys() &&
      supports('auth.beginPasskeyRegistration') &&
      supports('auth.confirmPasskeyRegistration'),
    renamePasskey: supports('auth.renamePasskey'),
    removePasskey: supports('auth.removePasskey'),
  };
}
