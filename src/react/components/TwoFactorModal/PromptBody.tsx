'use client';
/** What stands between the dialog's heading and its cancel button, by where the prompt stands. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { ShieldCheckIcon, SpinnerIcon } from '../../ui/icons';
import { CodeForm } from './CodeForm';
import { OtherMethods } from './OtherMethods';
import { PasskeyForm } from './PasskeyForm';
import { isDrawn } from './TwoFactorPrompt';
import type { PromptFormProps } from './TwoFactorPrompt';
import { WayOut } from './WayOut';

export function PromptBody(props: PromptFormProps) {
  const { messages } = useSessionSecurityContext();
  const { status, method } = props.prompt.state;
  switch (status) {
    case 'opening':
      return (
        <p data-slot="two-factor-opening" className={quiet}>
          <SpinnerIcon />
          {messages.twoFactor.opening}
        </p>
      );
    case 'passed':
      return (
        <p data-slot="two-factor-passed" className={`${quiet} rss:text-success-ink`}>
          <ShieldCheckIcon />
          {messages.twoFactor.confirmed}
        </p>
      );
    case 'expired':
    case 'locked':
    case 'failed':
      return <WayOut key={status} prompt={props.prompt} />;
    case 'ready':
    case 'submitting':
    case 'sending':
      return (
        <>
          {method === 'passkey' ? (
            <PasskeyForm {...props} />
          ) : isDrawn(method) ? (
            <CodeForm key={method} {...props} method={method} />
          ) : (
            <p role="alert" className={quiet}>
              {messages.errors.METHOD_NOT_ALLOWED}
            </p>
          )}
          <OtherMethods prompt={props.prompt} />
        </>
      );
    default:
      return status satisfies never;
  }
}

const quiet = 'rss:m-0 rss:mt-4 rss:flex rss:items-center rss:gap-2.5 rss:p-0 rss:text-body rss:text-muted';
