/** The whole of what an app needs for its users' second factors: authenticator app, backup codes, passkeys. */
import { TwoFactorSetup } from 'react-session-security';
import { useWords } from '../words/CatalogueContext';

export function SecurityPage() {
  const words = useWords();
  return (
    <>
      <TwoFactorSetup headingLevel={1} />
      <p className="muted below">
        {words.security.body}{' '}
        <a className="link" href="/outbox" target="_blank" rel="noreferrer">
          {words.account.outbox}
        </a>
      </p>
    </>
  );
}
