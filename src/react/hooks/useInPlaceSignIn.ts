'use client';
/** Signing in again without leaving the page: in a slot that the host draws, or in a way of its own. */
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { useLatest } from './useLatest';
import { useSessionSecurityContext } from '../SessionSecurityContext';

/** What the host's form is given. */
export interface SignInControls {
  /** Somebody has signed in: asks the server, and all follows from its answer. Needless after `client.call('auth.signIn')`. */
  readonly done: () => Promise<void>;
  /** The user changed their mind. */
  readonly close: () => void;
}

export interface InPlaceSignInOptions {
  /** A way of the host's own: a dialog, a pop-up, another page. Resolves when somebody has signed in. */
  readonly onSignIn: (() => void | Promise<unknown>) | undefined;
  /** Drawn in place, under the sentence, once it is asked for. Goes before `onSignIn`. */
  readonly renderSignIn: ((controls: SignInControls) => ReactNode) | undefined;
}

export interface InPlaceSignIn {
  readonly status: 'impossible' | 'idle' | 'open' | 'pending';
  readonly begin: () => void;
  readonly close: () => void;
  /** The host's form, while it is open. */
  readonly form: ReactNode;
}

export function useInPlaceSignIn({ onSignIn, renderSignIn }: InPlaceSignInOptions): InPlaceSignIn {
  const { engine } = useSessionSecurityContext().kit.client;
  const [status, setStatus] = useState<'idle' | 'open' | 'pending'>('idle');
  const latest = useLatest({ onSignIn, renderSignIn });
  const close = useCallback(() => setStatus('idle'), []);
  const done = useCallback(async () => {
    await engine.validate();
    setStatus('idle');
  }, [engine]);
  /** Whoever was asked to sign in and did not is where they were. */
  const settle = useCallback(
    async (proof: Promise<unknown>) => {
      setStatus('pending');
      const isProved = await proof.then(
        () => true,
        () => false,
      );
      if (isProved) await done();
      else close();
    },
    [done, close],
  );
  const begin = useCallback(() => {
    if (latest.current.renderSignIn !== undefined) return setStatus('open');
    const proof = latest.current.onSignIn?.();
    return proof instanceof Promise ? void settle(proof) : undefined;
  }, [latest, settle]);
  const isPossible = onSignIn !== undefined || renderSignIn !== undefined;
  return {
    status: isPossible ? status : 'impossible',
    begin,
    close,
    form: status === 'open' ? renderSignIn?.({ done, close }) : undefined,
  };
}
