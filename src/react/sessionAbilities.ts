/** What a back end can do for a list of sessions. A partly mapped one gets no button that could only fail. */
import type { SessionSecurityClient } from '../client/createSessionSecurity';

/** Which calls the back end answers in one way or another; see `client.supports`. */
export interface SessionAbilities {
  /** Ending another device's session, alone or with several. */
  readonly revoke: boolean;
  /** Ending this device's own. */
  readonly signOut: boolean;
  readonly rename: boolean;
}

export function sessionAbilities({ supports }: Pick<SessionSecurityClient, 'supports'>): SessionAbilities {
  const revoke = supports('session.revokeSession') || supports('session.revokeSessions');
  return {
    revoke,
    signOut: supports('auth.signOut') || supports('session.revokeSession'),
    rename: supports('session.renameSession'),
  };
}
