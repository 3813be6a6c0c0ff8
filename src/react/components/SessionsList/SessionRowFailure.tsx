'use client';
/** Why a device could not be signed out, on its own row, with the next step. The container is always there (R102). */
import type { SessionInfo } from '../../../contract/session';
import { failureText } from '../../failureText';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { SessionFailure } from '../../sessionFailure';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { useSessionsListContext } from './SessionsListContext';
import { wantedProof } from './wantedProof';

export interface SessionRowFailureProps {
  readonly session: SessionInfo;
  /** Isolated, for sentences. */
  readonly name: string;
  /** The absolute moment, which tells alike names apart. */
  readonly lastActive: string;
  readonly failure: SessionFailure | undefined;
}

export function SessionRowFailure({ session, name, lastActive, failure }: SessionRowFailureProps) {
  const { messages } = useSessionSecurityContext();
  const { actions, canVerify } = useSessionsListContext();
  const words = messages.sessions;
  const proof = wantedProof(failure);
  return (
    <div role="alert" data-slot="session-failure">
      {failure !== undefined && (
        <Notice
          tone={proof === undefined && failure.kind !== 'unconfirmed' ? 'danger' : 'info'}
          className="rss:mx-4 rss:mb-3"
          action={
            proof === undefined ? (
              <Button aria-label={words.retryNamed(name, lastActive)} onClick={() => actions.retry(session)}>
                {messages.common.retry}
              </Button>
            ) : (
              canVerify && (
                <Button
                  aria-label={words.verifyNamed(name, lastActive)}
                  onClick={() => actions.prove(proof, session, () => actions.retry(session))}
                >
                  {words.verify}
                </Button>
              )
            )
          }
        >
          {words.signOutFailedNamed(name)} {failureText(failure, messages)}
          {proof !== undefined && !canVerify && ` ${words.verifyBySigningIn}`}
        </Notice>
      )}
    </div>
  );
}
