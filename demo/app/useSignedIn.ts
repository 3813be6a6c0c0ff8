/** Whether somebody is signed in, and who: one cookie-backed status call at the start (SPEC G2). */
import { useCallback, useEffect, useState } from 'react';
import {
  errorTable,
  getSessionSecurityError,
  type SessionSecurityClient,
  type SessionStatus,
} from 'react-session-security';

type State =
  | { readonly status: 'checking' | 'signedOut' }
  /** The server gave no answer, so nobody knows. */
  | { readonly status: 'unreachable' }
  | { readonly status: 'signedIn'; readonly who: SessionStatus };

export type SignedIn = State & { refresh(): Promise<void>; forget(): void };

export function useSignedIn(client: SessionSecurityClient): SignedIn {
  const [state, setState] = useState<State>({ status: 'checking' });

  const [ask] = useState(() => once(() => client.call('session.getStatus')));

  const refresh = useCallback(
    () =>
      ask().then(
        (who) => setState({ status: 'signedIn', who }),
        (error: unknown) => setState((known) => afterFailure(known, error)),
      ),
    [ask],
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
function afterFailure(known: State, error: unknown): State {
  const cause = getSessionSecurityError(error);
  if (cause !== undefined && errorTable[cause.errorCode].reaction === 'signIn') return { status: 'signedOut' };
  return known.status === 'signedIn' ? known : { status: 'unreachable' };
}

/** Whoever asks while an answer is under way gets the same one. */
function once<Answer>(work: () => Promise<Answer>): () => Promise<Answer> {
  let underWay: Promise<Answer> | undefined;
  return () => {
    underWay ??= work().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}
