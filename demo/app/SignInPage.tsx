/** Sign-in by password (with a second factor where the account has one) or by a code to the phone. */
import { useState } from 'react';
import {
  getSessionSecurityError,
  messagesEn,
  type SessionSecurityClient,
  type SignedIn,
  type SignInResult,
} from 'react-session-security';
import { DemoAccounts } from './DemoAccounts';
import { Field } from './Field';

interface SignInPageProps {
  readonly client: SessionSecurityClient;
  readonly notice: string | undefined;
  readonly onSignedIn: (result: SignedIn) => void;
}

type Step =
  | { readonly name: 'password' }
  | { readonly name: 'phone' }
  | { readonly name: 'phoneCode'; readonly phone: string; readonly hint: string }
  | { readonly name: 'secondFactor'; readonly challengeId: string };

export function SignInPage({ client, notice, onSignedIn }: SignInPageProps) {
  const [step, setStep] = useState<Step>({ name: 'password' });
  const [error, setError] = useState<string>();
  const [pending, setPending] = useState(false);
  const [filled, setFilled] = useState({ identifier: '', password: '', phone: '' });

  const submit = async (form: FormData): Promise<void> => {
    setPending(true);
    setError(undefined);
    try {
      await carryOut(form);
    } catch (cause) {
      setError(describe(cause));
    } finally {
      setPending(false);
    }
  };

  const carryOut = async (form: FormData): Promise<void> => {
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const rememberMe = form.get('rememberMe') === 'on';
    switch (step.name) {
      case 'password':
        return proceed(
          await client.call('auth.signIn', { identifier: text('identifier'), password: text('password'), rememberMe }),
        );
      case 'phone': {
        const phone = text('phone');
        const { deliveryHint } = await client.call('auth.requestPhoneOtp', { phone });
        return setStep({ name: 'phoneCode', phone, hint: deliveryHint });
      }
      case 'phoneCode':
        return proceed(await client.call('auth.verifyPhoneOtp', { phone: step.phone, code: text('code'), rememberMe }));
      case 'secondFactor':
        return proceed(
          await client.call('auth.verifySignIn2FA', { challengeId: step.challengeId, code: text('code'), rememberMe }),
        );
      default:
        return step satisfies never;
    }
  };

  const proceed = (result: SignInResult): void => {
    if (result.status === 'signed_in') onSignedIn(result);
    else setStep({ name: 'secondFactor', challengeId: result.challengeId });
  };

  return (
    <div className="sign-in">
      <section className="card" aria-labelledby="sign-in-title">
        <h1 id="sign-in-title">{titles[step.name]}</h1>
        {notice !== undefined && (
          <p className="notice" role="status">
            {notice}
          </p>
        )}
        <form
          key={step.name}
          onSubmit={(event) => {
            event.preventDefault();
            void submit(new FormData(event.currentTarget));
          }}
        >
          {step.name === 'password' && (
            <>
              <Field
                key={`i${filled.identifier}`}
                label="Email or phone"
                name="identifier"
                autoComplete="username"
                defaultValue={filled.identifier}
              />
              <Field
                key={`p${filled.password}`}
                label="Password"
                name="password"
                type="password"
                autoComplete="current-password"
                defaultValue={filled.password}
              />
            </>
          )}
          {step.name === 'phone' && (
            <Field
              key={filled.phone}
              label="Phone number"
              name="phone"
              type="tel"
              autoComplete="tel"
              defaultValue={filled.phone}
            />
          )}
          {step.name === 'phoneCode' && (
            <Field
              label="6-digit code"
              hint={`Sent to ${step.hint}. In this demo it is in the outbox.`}
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
            />
          )}
          {step.name === 'secondFactor' && (
            <Field
              label="Code from your authenticator app"
              hint="In this demo the current code is on the outbox page."
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
            />
          )}
          {step.name !== 'phone' && (
            <label className="check">
              <input type="checkbox" name="rememberMe" /> Keep me signed in on this browser
            </label>
          )}
          <p className="error" role="alert">
            {error}
          </p>
          <button type="submit" className="primary" disabled={pending}>
            {pending ? 'One moment …' : 'Continue'}
          </button>
        </form>
        {step.name === 'password' && (
          <button type="button" className="link" onClick={() => setStep({ name: 'phone' })}>
            Use a code sent to my phone
          </button>
        )}
        {step.name !== 'password' && (
          <button type="button" className="link" onClick={() => setStep({ name: 'password' })}>
            Use my password
          </button>
        )}
      </section>
      <DemoAccounts
        onChoose={(account) =>
          setFilled({ identifier: account.email, password: account.password, phone: account.phone })
        }
      />
    </div>
  );
}

const titles: Record<Step['name'], string> = {
  password: 'Sign in to Harbour',
  phone: 'Sign in with your phone',
  phoneCode: 'Enter your code',
  secondFactor: 'Confirm it’s you',
};

function describe(error: unknown): string {
  const cause = getSessionSecurityError(error);
  if (cause === undefined) return 'We couldn’t reach the server. Try again.';
  return messagesEn.errors[cause.errorCode];
}
