/** The sign-in form inside a banner of the kit: the page under it stays as it is (SPEC A13). */
import { useWords } from '../words/CatalogueContext';
import { OutboxBeside } from './OutboxBeside';
import { SessionLimitQuestion } from './SessionLimitQuestion';
import { SignInForm } from './SignInForm';
import { SignInMethodLink } from './SignInMethodLink';
import { useDemoAccounts } from './useDemoAccounts';
import type { SignIn } from './useSignIn';

export interface InPlaceSignInProps {
  readonly signIn: SignIn;
  /** Of whoever was signed in here. */
  readonly displayName: string | null;
}

export function InPlaceSignIn({ signIn, displayName }: InPlaceSignInProps) {
  const words = useWords().inPlace;
  const account = useDemoAccounts().find((candidate) => candidate.displayName === displayName);
  const { step } = signIn;
  if (step.name === 'sessionLimit') return <SessionLimitQuestion signIn={signIn} headingLevel={2} />;
  const isCode = step.name === 'phoneCode' || step.name === 'secondFactor';
  return (
    <div className="in-place">
      <SignInForm key={step.name} signIn={signIn} step={step} />
      <div className="links">
        {account !== undefined && !isCode && (
          <button type="button" className="link" onClick={() => signIn.fillIn(account)}>
            {words.fillIn(account.displayName)}
          </button>
        )}
        <SignInMethodLink signIn={signIn} />
      </div>
      {isCode && <OutboxBeside kind={step.name} />}
    </div>
  );
}
