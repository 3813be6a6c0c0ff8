'use client';
/** What stands between the words and the cancel button, by where the prompt stands. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { ShieldCheckIcon, SpinnerIcon } from '../../ui/icons';
import { CodeForm } from './CodeForm';
import { OtherMethods } from './OtherMethods';
import { PasskeyForm } from './PasskeyForm';
import { PasswordForm } from './PasswordForm';
import { isDrawn } from './ProofPrompt';
import type { PromptFormProps } from './ProofPrompt';
import { PromptNote } from './PromptNote';
import { WayOut } from './WayOut';

export function PromptBody(props: PromptFormProps) {
  const { twoFactor } = useSessionSecurityContext().messages;
  const { prompt } = props;
  const { status } = prompt.state;
  switch (status) {
    case 'opening':
      return (
        <PromptNote slot="prompt-opening" icon={<SpinnerIcon />}>
          {twoFactor.opening}
        </PromptNote>
      );
    case 'passed':
      return (
        <PromptNote slot="prompt-passed" icon={<ShieldCheckIcon />} className="rss:text-success-ink">
          {twoFactor.confirmed}
        </PromptNote>
      );
    case 'expired':
      return <WayOut key={status} prompt={prompt} />;
    case 'locked':
    case 'failed':
      return (
        <>
          <WayOut key={status} prompt={prompt} />
          <OtherMethods prompt={prompt} />
        </>
      );
    case 'ready':
    case 'submitting':
    case 'sending':
      return (
        <>
          <MethodForm {...props} />
          <OtherMethods prompt={prompt} />
        </>
      );
    default:
      return status satisfies never;
  }
}

function MethodForm(props: PromptFormProps) {
  const { messages } = useSessionSecurityContext();
  const { kind, state } = props.prompt;
  const { method } = state;
  if (!isDrawn(kind, method)) {
    return (
      <PromptNote slot="prompt-unknown-method" role="alert">
        {messages.errors.METHOD_NOT_ALLOWED}
      </PromptNote>
    );
  }
  if (method === 'passkey') return <PasskeyForm {...props} />;
  if (method === 'password') return <PasswordForm {...props} />;
  return <CodeForm key={method} {...props} method={method} />;
}
