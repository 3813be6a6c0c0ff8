/**
 * What can be changed about an account. Whether that needs a second factor or the password first, the server says, and the
 * two dialogs in the frame ask. The forms of the password and the deletion make ordinary calls and know nothing of it; the
 * others go by a hook, so that a reload in the middle of the prompt loses nothing.
 */
import { useRef } from 'react';
import { VerifiedBadge } from 'react-session-security';
import { ChangeEmail } from '../account/ChangeEmail';
import { ChangePassword } from '../account/ChangePassword';
import { DeleteAccount } from '../account/DeleteAccount';
import { PaymentSettings } from '../account/PaymentSettings';
import { SecuritySettings } from '../account/SecuritySettings';
import { useHasPassword } from '../account/useHasPassword';
import { paymentChange, securityChange } from '../account/resumableChanges';
import { useResumedChange } from '../account/useResumedChange';
import type { PageProps } from '../PageProps';
import { ResumedAction } from '../ResumedAction';
import { useWords } from '../words/CatalogueContext';

export function AccountPage({ onAccountChanged, onAccountDeleted }: PageProps) {
  const words = useWords().account;
  const titleRef = useRef<HTMLHeadingElement>(null);
  const hasPassword = useHasPassword();
  const { resumed, question, done } = useResumedChange(onAccountChanged);
  /** Another one where what it shows was changed behind its back. */
  const keyOf = ({ name }: { readonly name: string }) =>
    `${name} ${resumed.name === name && resumed.status === 'done'}`;
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
      <ResumedAction resumed={resumed} question={question} done={done} onAnswered={() => titleRef.current?.focus()} />
      {hasPassword && <ChangePassword />}
      <ChangeEmail onChanged={onAccountChanged} />
      <SecuritySettings key={keyOf(securityChange)} />
      <PaymentSettings key={keyOf(paymentChange)} />
      <DeleteAccount onDeleted={onAccountDeleted} />
    </>
  );
}
