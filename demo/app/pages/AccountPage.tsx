/**
 * What can be changed about an account. Each form makes its own ordinary call: whether that needs a second factor or the
 * password first, the server says, and the two dialogs in the frame ask.
 */
import { VerifiedBadge } from 'react-session-security';
import { ChangeEmail } from '../account/ChangeEmail';
import { ChangePassword } from '../account/ChangePassword';
import { DeleteAccount } from '../account/DeleteAccount';
import { PaymentSettings } from '../account/PaymentSettings';
import { SecuritySettings } from '../account/SecuritySettings';
import type { PageProps } from '../PageProps';
import { useWords } from '../words/CatalogueContext';

export function AccountPage({ onAccountChanged, onAccountDeleted }: PageProps) {
  const words = useWords().account;
  return (
    <>
      <div className="row spread">
        <h1 tabIndex={-1}>{words.title}</h1>
        <VerifiedBadge />
      </div>
      <p className="muted">
        {words.body}{' '}
        <a className="link" href="/outbox" target="_blank" rel="noreferrer">
          {words.outbox}
        </a>
      </p>
      <ChangePassword />
      <ChangeEmail onChanged={onAccountChanged} />
      <SecuritySettings />
      <PaymentSettings />
      <DeleteAccount onDeleted={onAccountDeleted} />
    </>
  );
}
