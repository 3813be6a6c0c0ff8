/** The fields of one step, with what went wrong at the last attempt. */
import { type SubmitEvent, useEffect, useRef } from 'react';
import { getSessionSecurityError } from 'react-session-security';
import { describeFailure } from '../describeFailure';
import { useCatalogue } from '../words/CatalogueContext';
import { Field } from './Field';
import type { SignIn, SignInStep } from './useSignIn';

export interface SignInFormProps {
  readonly signIn: SignIn;
  readonly step: Exclude<SignInStep, { name: 'sessionLimit' }>;
}

export function SignInForm({ signIn, step }: SignInFormProps) {
  const { words, messages } = useCatalogue();
  const { failure, status } = signIn;
  const formRef = useRef<HTMLFormElement>(null);
  const isPending = status === 'pending';
  const isWrong = getSessionSecurityError(failure?.error)?.errorCode === 'INVALID_2FA_CODE';

  useEffect(() => {
    if (isWrong) formRef.current?.querySelector('input')?.select();
  }, [isWrong]);

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!isPending) void signIn.submit(new FormData(event.currentTarget));
  };
  return (
    <form ref={formRef} onSubmit={submit}>
      <StepFields signIn={signIn} step={step} isWrong={isWrong} />
      {step.name !== 'phone' && (
        <label className="check">
          <input type="checkbox" name="rememberMe" /> {words.signIn.rememberMe}
        </label>
      )}
      <button type="submit" className="primary" aria-disabled={isPending}>
        {isPending ? words.signIn.pending : words.signIn.submit}
      </button>
      <p className="error" role="alert">
        {failure !== undefined && describeFailure(failure.error, messages)}
      </p>
    </form>
  );
}

interface StepFieldsProps extends SignInFormProps {
  /** The code was refused: selected, so that the next one takes its place. */
  readonly isWrong: boolean;
}

function StepFields({ signIn: { account }, step, isWrong }: StepFieldsProps) {
  const { signIn: words } = useCatalogue().words;
  switch (step.name) {
    case 'password':
      return (
        <>
          <Field
            key={`identifier ${account?.id}`}
            label={words.identifier}
            name="identifier"
            dir="ltr"
            autoComplete="username"
            autoCapitalize="none"
            defaultValue={account?.email}
          />
          <Field
            key={`password ${account?.id}`}
            label={words.password}
            name="password"
            type="password"
            dir="ltr"
            autoComplete="current-password"
            defaultValue={account?.password}
          />
        </>
      );
    case 'phone':
      return (
        <Field
          key={`phone ${account?.id}`}
          label={words.phone}
          name="phone"
          type="tel"
          dir="ltr"
          autoComplete="tel"
          defaultValue={account?.phone}
        />
      );
    case 'phoneCode':
      return <CodeField label={words.phoneCode} hint={words.phoneCodeHint(step.hint)} isWrong={isWrong} />;
    case 'secondFactor':
      return <CodeField label={words.secondFactor} hint={words.secondFactorHint} isWrong={isWrong} />;
    default:
      return step satisfies never;
  }
}

function CodeField({ label, hint, isWrong }: { label: string; hint: string; isWrong: boolean }) {
  return (
    <Field
      label={label}
      hint={hint}
      name="code"
      dir="ltr"
      className="code-input"
      inputMode="numeric"
      autoComplete="one-time-code"
      aria-invalid={isWrong}
      autoFocus
    />
  );
}
