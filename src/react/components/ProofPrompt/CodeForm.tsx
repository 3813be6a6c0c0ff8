'use client';
/** The code is entered and sent here. Mounted anew for each method. Renders a `<form>`. */
import { useEffect, useId, useRef, useState } from 'react';
import type { PromptError } from '../../../engine/proof/promptMachine';
import { useOnline } from '../../hooks/useOnline';
import type { CodeMethod } from '../../messages/states';
import { isolate } from '../../messages/isolate';
import { readCode } from '../../readCode';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { CodeInput } from '../CodeInput/CodeInput';
import { promptErrorText } from './promptErrorText';
import type { PromptFormProps } from './ProofPrompt';
import { ResendButton } from './ResendButton';

export interface CodeFormProps extends PromptFormProps {
  readonly method: CodeMethod;
}

export function CodeForm({ prompt, method, autoSubmit, classNames }: CodeFormProps) {
  const { messages } = useSessionSecurityContext();
  const words = messages.twoFactor;
  const isOnline = useOnline();
  const [code, setCode] = useState('');
  const [isMalformed, setMalformed] = useState(false);
  /** Until the user begins to mend it. */
  const [seenError, setSeenError] = useState<PromptError>();
  const inputRef = useRef<HTMLInputElement>(null);
  const formId = useId();
  const { state, actions } = prompt;
  const { status, error } = state;
  const isDigits = method !== 'backup_code';

  useEffect(() => inputRef.current?.focus(), []);
  useEffect(() => {
    if (error === undefined) return;
    inputRef.current?.focus();
    inputRef.current?.select();
  }, [error]);

  const submit = (text: string): void => {
    const whole = readCode(method, text);
    setMalformed(whole === undefined);
    if (whole !== undefined) actions.submit({ code: whole });
    else inputRef.current?.focus();
  };
  const malformed = isDigits ? words.notADigitsCode : words.notABackupCode;
  const isBusy = status !== 'ready';

  return (
    <form
      id={formId}
      data-slot="prompt-code"
      noValidate
      className="rss:mt-4"
      onSubmit={(event) => {
        event.preventDefault();
        // A form around the dialog in the React tree is none of this one's business.
        event.stopPropagation();
        submit(code);
      }}
    >
      <CodeInput
        inputRef={inputRef}
        label={words.labels[method]}
        shape={isDigits ? 'digits' : 'backup_code'}
        value={code}
        readOnly={isBusy}
        onValueChange={(value) => {
          setCode(value);
          setMalformed(false);
          setSeenError(error);
        }}
        onComplete={(whole, entry) => {
          if (autoSubmit === 'complete' || (autoSubmit === 'inserted' && entry === 'inserted')) submit(whole);
        }}
        hint={isDigits ? words.digitsHint(autoSubmit === 'complete') : words.backupCodeHint}
        error={isMalformed ? malformed : error === seenError ? undefined : promptErrorText(state, messages, isOnline)}
        classNames={classNames?.code}
      />
      {method === '2fa_sms' && (
        <p className="rss:m-0 rss:mt-2 rss:flex rss:flex-wrap rss:items-center rss:gap-x-3 rss:p-0 rss:text-meta rss:text-muted">
          {state.deliveryHint !== undefined && <span>{words.sentTo(isolate(state.deliveryHint))}</span>}
          <ResendButton key={state.resendAvailableAt} at={state.resendAvailableAt} onResend={actions.resend} />
        </p>
      )}
      <Button
        type="submit"
        variant="primary"
        pending={status === 'submitting'}
        className="rss:mt-4 rss:w-full"
        data-slot="prompt-confirm"
      >
        {words.confirm}
      </Button>
    </form>
  );
}
