/**
 * What can be changed about an account. Each form makes its own ordinary call: whether that needs a second factor or the
 * password first, the server says, and the two dialogs in the frame ask. The one of the address goes by a hook, so that a
 * reload in the middle of the prompt loses nothing.
 */
import { useRef } from 'react';
import { VerifiedBadge } from 'react-session-security';
import { ChangeEmail } from '../account/ChangeEmail';
import { ChangePassword } from '../account/ChangePassword';
import { DeleteAccount } from '../account/DeleteAccount';
import { PaymentSettings } from '../account/PaymentSettings';
import { SecuritySettings } from '../account/SecuritySettings';
import { useEmailChange } from '../account/useEmailChange';
import type { PageProps } from '../PageProps';
import { ResumedAction } from '../ResumedAction';
import { useWords } from '../words/CatalogueContext';
import { isolated } from '../words/isolated';

export function AccountPage({ onAccountChanged, onAccountDeleted }: PageProps) {
  const words = useWords().account;
  const titleRef = useRef<HTMLHeadingElement>(null);
  const { run, resumed, newEmail } = useEmailChange(onAccountChanged);
  const shown = newEmail && isolated(newEmail);
  return (
    <>
      <div className="row spread">
        <h1 ref={titleRef} tabIndex={-1}>
          {words.title}
        </h1>
        <VerifiedBadge />
      </div>
      <p className="muted">
        {words.body}{' '}
        <a className="link" href="/outbox" target="_blank" rel="noreferrer">
          {words.outbox}
        </a>
      </p>
      <ResumedAction
        resumed={resumed}
        question={shown && words.email.question(shown)}
        done={shown && words.email.done(shown)}
        onAnswered={() => titleRef.current?.focus()}
      />
      <ChangePassword />
      <ChangeEmail run={run} onChanged={onAccountChanged} />
      <SecuritySettings />
      <PaymentSettings />
      <DeleteAccount onDeleted={onAccountDeleted} />
    </>
  );
}
