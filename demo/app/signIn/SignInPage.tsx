/** Why you are here, the form or the question of the moment, and beside it what a demo has instead of a phone. */
import { Banner } from '../Banner';
import { useWords } from '../words/CatalogueContext';
import { DemoAccounts } from './DemoAccounts';
import { OutboxBeside } from './OutboxBeside';
import { SessionLimitQuestion } from './SessionLimitQuestion';
import { SignInForm } from './SignInForm';
import { SignInMethodLink } from './SignInMethodLink';
import type { SignInReason } from './signInRequest';
import type { SignIn } from './useSignIn';

export interface SignInPageProps {
  readonly signIn: SignIn;
  readonly reason: SignInReason | undefined;
  /** Back to where proof was wanted. Absent where there is no way back but in. */
  readonly onCancel: (() => void) | undefined;
}

export function SignInPage({ signIn, reason, onCancel }: SignInPageProps) {
  const words = useWords().signIn;
  const { step } = signIn;
  if (step.name === 'sessionLimit') return <SessionLimitQuestion signIn={signIn} headingLevel={1} />;
  return (
    <div className="sign-in">
      <section className="card" aria-labelledby="sign-in-title">
        <h1 id="sign-in-title" tabIndex={-1} aria-describedby={reason === undefined ? undefined : 'sign-in-reason'}>
          {words.titles[step.name]}
        </h1>
        {reason !== undefined && <Banner id="sign-in-reason">{words.reasons[reason]}</Banner>}
        <SignInForm key={step.name} signIn={signIn} step={step} />
        <div className="links">
          <SignInMethodLink signIn={signIn} />
          {onCancel !== undefined && (
            <button type="button" className="link" onClick={onCancel}>
              {words.notNow}
            </button>
          )}
        </div>
      </section>
      {step.name === 'phoneCode' || step.name === 'secondFactor' ? (
        <OutboxBeside kind={step.name} />
      ) : (
        <DemoAccounts onChoose={signIn.fillIn} />
      )}
    </div>
  );
}
