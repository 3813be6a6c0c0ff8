/** The change that was begun before a reload: what to ask and to say about it. */
import { useEffect, useEffectEvent, useMemo } from 'react';
import {
  defineSensitiveActions,
  type SessionSecurityClient,
  useResumeSensitiveActions,
  useSessionSecurity,
  type UseResumeSensitiveActionsResult,
} from 'react-session-security';
import { useWords } from '../words/CatalogueContext';
import { isolated } from '../words/isolated';
import type { Words } from '../words/Words';
import { emailChange, paymentChange, type ResumableChange, securityChange } from './resumableChanges';
import { accountRoute } from './useResumableChange';

/** @param onDone runs when a change that went on is done */
export function useResumedChange(onDone: () => void) {
  const { client } = useSessionSecurity();
  const words = useWords().account;
  const actions = useMemo(() => actionsOf(client), [client]);
  const resumed = useResumeSensitiveActions(actions, accountRoute);
  const isDone = resumed.status === 'done';
  const tell = useEffectEvent(onDone);
  useEffect(() => {
    if (isDone) tell();
  }, [isDone]);
  return { resumed, ...wordsFor(words, resumed) };
}

function actionsOf(client: SessionSecurityClient) {
  return defineSensitiveActions({
    [emailChange.name]: bound(client, emailChange),
    [securityChange.name]: bound(client, securityChange),
    [paymentChange.name]: bound(client, paymentChange),
  });
}

function bound<Input>(client: SessionSecurityClient, { actionType, parse, send }: ResumableChange<Input, unknown>) {
  return {
    actionType,
    parse,
    run: (input: Input, attempt: Parameters<typeof send>[2]) => send(client, input, attempt),
  };
}

function wordsFor(words: Words['account'], { name, parameters }: UseResumeSensitiveActionsResult) {
  switch (name) {
    case emailChange.name: {
      const { newEmail } = parameters as ReturnType<typeof emailChange.parse>;
      const { question, done } = words.email;
      return { question: question(isolated(newEmail)), done: done(isolated(newEmail)) };
    }
    case securityChange.name:
      return { question: words.security.question, done: words.security.done };
    case paymentChange.name:
      return { question: words.payment.question, done: words.payment.done };
    case undefined:
    default:
      return { question: undefined, done: undefined };
  }
}
