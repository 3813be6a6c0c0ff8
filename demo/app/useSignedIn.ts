/** Whether somebody is signed in, and who: one cookie-backed status call at the start (SPEC G2). */
import { useCallback, useEffect, useState } from 'react';
import {
  errorTable,
  getSessionSecurityError,
  type SessionSecurityClient,
  type SessionStatus,
} from 'react-session-security';

export type SignedIn = (
  | { readonly status: 'checking' | 'signedOut' }
  | { readonly status: 'signedIn'; readonly who: SessionStatus }
) & { refresh(): Promise<void>; forget(): void };

type State =
  | { readonly status: 'checking' | 'signedOut' }
  | { readonly status: 'signedIn'; readonly who: SessionStatus };

export function useSignedIn(client: SessionSecurityClient): SignedIn {
  const [state, setState] = useState<State>({ status: 'checking' });

  const refresh = useCallback(
    () =>
      client.call('session.getStatus').then(
        (who) => setState({ status: 'signedIn', who }),
        (error: unknown) =>
          setState((known) => (isOver(error) || known.status === 'checking' ? { status: 'signedOut' } : known)),
      ),
    [client],
  );
  const forget = useCallback(() => setState({ status: 'signedOut' }), []);

  useEffect(() => {
    void refresh();
    /** The Back button may bring back a frozen page of somebody who has signed out since. */
    const restored = (event: PageTransitionEvent): void => {
      if (event.persisted) void refresh();
    };
    addEventListener('pageshow', restored);
    return () => removeEventListener('pageshow', restored);
  }, [refresh]);

  return { ...state, refresh, forget };
}

/** Only the server's word ends a session; a network that fails doesn't. */
function isOver(error: unknown): boolean {
  const cause = getSessionSecurityError(error);
  return cause !== undefined && errorTable[cause.errorCode].reaction === 'signIn';
}
