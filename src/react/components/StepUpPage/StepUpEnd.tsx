'use client';
/**
 * That the session is over, and how: here, in another tab, from elsewhere, or by time. Looks without the hooks for it: those
 * start the engine, which is done with, and forget an end from before they were there, which is what this is about.
 */
import { useSyncExternalStore } from 'react';
import { unknownSession } from '../../../engine/SessionSnapshot';
import type { SessionEndWords } from '../../messages/states';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { StepUpDeadEnd } from './StepUpDeadEnd';
import type { StepUpDeadEndProps } from './StepUpDeadEnd';

export function StepUpEnd(props: Omit<StepUpDeadEndProps, 'title' | 'body'>) {
  const { kit, messages } = useSessionSecurityContext();
  const { phase, endings, client } = kit;
  const { reason, sessionId } = useSyncExternalStore(
    client.engine.subscribe,
    client.engine.getSnapshot,
    () => unknownSession,
  );
  const { end } = useSyncExternalStore(phase.subscribe, phase.current, phase.current);
  const isHere = reason === 'signedOut' ? endings.wasAskedFor(sessionId) : end?.reason === 'signedOut';
  const words: SessionEndWords = isHere ? 'signedOutHere' : (reason ?? end?.reason ?? 'expired');
  return <StepUpDeadEnd {...props} title={messages.sessionEnd.reasons[words].title} body={messages.stepUp.endedBody} />;
}
