'use client';
/** What stands in the list's place once the session is over: how it ended, and the way back in where the host has one. */
import type { SessionEnd } from '../../createSessionPhase';
import { failureText } from '../../failureText';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { SignedOutIcon } from '../../ui/icons';
import { MessageCard } from '../../ui/MessageCard';

export interface SessionSignedOutProps {
  readonly end: SessionEnd;
  readonly onSignIn: (() => void) | undefined;
}

export function SessionSignedOut({ end, onSignIn }: SessionSignedOutProps) {
  const { messages } = useSessionSecurityContext();
  const { title, body } = messages.sessions.ended[end.reason];
  /** The server knows of a reuse that nobody else can tell, so its words are kept. */
  const isReuse = end.cause?.errorCode === 'REFRESH_TOKEN_REUSED';
  return (
    <MessageCard
      slot="sessions-signed-out"
      role={end.reason === 'signedOut' ? 'status' : 'alert'}
      icon={<SignedOutIcon />}
      title={title}
      body={isReuse && end.cause !== undefined ? failureText({ kind: 'refused', cause: end.cause }, messages) : body}
      action={
        onSignIn !== undefined && (
          <Button variant="primary" onClick={onSignIn}>
            {messages.sessions.signIn}
          </Button>
        )
      }
    />
  );
}
