'use client';
/**
 * The password is entered and sent here (SPEC F9; R52). It is taken out of the field when it is sent, and when the field or
 * the page is left; no state ever holds it. Renders a `<form>`.
 */
import { useEffect, useRef, useState } from 'react';
import type { PromptError } from '../../../engine/proof/promptMachine';
import { useOnline } from '../../hooks/useOnline';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { PasswordInput } from './PasswordInput';
import { promptErrorText } from './promptErrorText';
import type { PromptFormProps } from './ProofPrompt';

export function PasswordForm({ prompt: { state, actions }, username, classNames }: PromptFormProps) {
  const { messages } = useSessionSecurityContext();
  const isOnline = useOnline();
  const [isMissing, setMissing] = useState(false);
  /** Until the user begins to mend it. */
  const [seenError, setSeenError] = useState<PromptError>();
  const inputRef = useRef<HTMLInputElement>(null);
  const { status, error } = state;

  useEffect(() => {
    const input = inputRef.current;
    const clear = (): void => {
      if (input !== null) input.value = '';
    };
    input?.focus();
    // A page that was left may come back as it was.
    window.addEventListener('pagehide', clear);
    return () => {
      window.removeEventListener('pagehide', clear);
      clear();
    };
  }, []);
  useEffect(() => {
    if (error !== undefined) inputRef.current?.focus();
  }, [error]);

  const submit = (): void => {
    const input = inputRef.current;
    if (input === null || status !== 'ready') return;
    setMissing(input.value === '');
    if (input.value === '') {
      input.focus();
      return;
    }
    actions.submit({ password: input.value });
    input.value = '';
  };
  const failure = error === seenError ? undefined : promptErrorText(state, messages, isOnline);

  return (
    <form
      data-slot="prompt-password"
      noValidate
      className="rss:mt-4"
      onSubmit={(event) => {
        event.preventDefault();
        // A form around the dialog in the React tree is none of this one's business.
        event.stopPropagation();
        submit();
      }}
    >
      {username !== undefined && (
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={username}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
          className="rss:sr-only"
        />
      )}
      <PasswordInput
        inputRef={inputRef}
        readOnly={status !== 'ready'}
        error={isMissing ? messages.stepUp.passwordMissing : failure}
        onEdit={() => {
          setMissing(false);
          setSeenError(error);
        }}
        className={classNames?.password}
      />
      <Button
        type="submit"
        variant="primary"
        pending={status === 'submitting'}
        className="rss:mt-3 rss:w-full"
        data-slot="prompt-confirm"
      >
        {messages.twoFactor.confirm}
      </Button>
    </form>
  );
}
