'use client';
/** Asks the user's authenticator, on a press: browsers want one. Renders a `<div>`. */
import { useEffect, useRef } from 'react';
import { useOnline } from '../../hooks/useOnline';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { promptErrorText } from './promptErrorText';
import type { PromptFormProps } from './ProofPrompt';

export function PasskeyForm({ prompt: { state, actions } }: PromptFormProps) {
  const { messages } = useSessionSecurityContext();
  const isOnline = useOnline();
  const buttonRef = useRef<HTMLButtonElement>(null);
  useEffect(() => buttonRef.current?.focus(), []);
  return (
    <div data-slot="prompt-passkey" className="rss:mt-4">
      <p className="rss:m-0 rss:p-0 rss:text-body rss:text-ink rss:text-pretty">{messages.twoFactor.passkeyBody}</p>
      <p role="alert" className="rss:m-0 rss:mt-1 rss:min-h-[1.125rem] rss:p-0 rss:text-meta rss:text-danger-ink">
        {promptErrorText(state, messages, isOnline)}
      </p>
      <Button
        ref={buttonRef}
        variant="primary"
        pending={state.status === 'submitting'}
        className="rss:mt-3 rss:w-full"
        onClick={actions.submitAssertion}
      >
        {messages.twoFactor.usePasskey}
      </Button>
    </div>
  );
}
