/**
 * Sign-in by password (with a second factor where the account has one) or by a code to the phone, and the question that
 * policy `ask` puts at the session limit. Kept above the pages, so that a look at the outbox loses nothing.
 */
import { useState } from 'react';
import {
  getSessionSecurityError,
  type SessionSecurityClient,
  type SignedIn,
  type SignInResult,
} from 'react-session-security';
import type { DemoPerson } from '../../server/accounts';

export type SignInStep =
  | { readonly name: 'password' | 'phone' }
  | { readonly name: 'phoneCode'; readonly phone: string; readonly hint: string }
  | { readonly name: 'secondFactor'; readonly challengeId: string }
  /** Nobody is signed in yet, and nobody signed out. `goOn` makes the same attempt again, and room for it. */
  | { readonly name: 'sessionLimit'; readonly goOn: () => Promise<SignInResult> };

export interface SignIn {
  readonly step: SignInStep;
  readonly status: 'idle' | 'pending';
  /** Of the last attempt. */
  readonly failure: { readonly error: unknown } | undefined;
  readonly account: DemoPerson | undefined;
  choose(method: 'password' | 'phone'): void;
  /** Goes on to the phone where there is no password. */
  fillIn(account: DemoPerson): void;
  submit(form: FormData): Promise<void>;
  /** Answers the question at the session limit. */
  answer(choice: 'goOn' | 'cancel'): Promise<void>;
}

interface Options {
  readonly rememberMe: boolean;
  readonly replaceOldestSession?: true;
}

const start: SignInStep = { name: 'password' };

export function useSignIn(client: SessionSecurityClient, onSignedIn: (result: SignedIn) => Promise<void>): SignIn {
  const [step, setStep] = useState<SignInStep>(start);
  const [failure, setFailure] = useState<SignIn['failure']>();
  const [status, setStatus] = useState<SignIn['status']>('idle');
  const [account, setAccount] = useState<DemoPerson>();

  const goTo = (next: SignInStep): void => {
    setFailure(undefined);
    setStep(next);
  };

  const whilePending = async (work: () => Promise<void>): Promise<void> => {
    setStatus('pending');
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure({ error });
    } finally {
      setStatus('idle');
    }
  };

  const proceed = async (result: SignInResult): Promise<void> => {
    if (result.status === '2fa_required') return goTo({ name: 'secondFactor', challengeId: result.challengeId });
    await onSignedIn(result);
    goTo(start);
    setAccount(undefined);
  };

  const enter = async (attempt: (options: Options) => Promise<SignInResult>, rememberMe: boolean): Promise<void> => {
    try {
      await proceed(await attempt({ rememberMe }));
    } catch (error) {
      if (!isAsking(error)) throw error;
      goTo({ name: 'sessionLimit', goOn: () => attempt({ rememberMe, replaceOldestSession: true }) });
    }
  };

  const carryOut = async (form: FormData): Promise<void> => {
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const rememberMe = form.get('rememberMe') === 'on';
    switch (step.name) {
      case 'password': {
        const credentials = { identifier: text('identifier'), password: text('password') };
        return enter((options) => client.call('auth.signIn', { ...credentials, ...options }), rememberMe);
      }
      case 'phone': {
        const phone = text('phone');
        const { deliveryHint } = await client.call('auth.requestPhoneOtp', { phone });
        return goTo({ name: 'phoneCode', phone, hint: deliveryHint });
      }
      case 'phoneCode': {
        const proof = { phone: step.phone, code: text('code') };
        return enter((options) => client.call('auth.verifyPhoneOtp', { ...proof, ...options }), rememberMe);
      }
      case 'secondFactor': {
        const proof = { challengeId: step.challengeId, code: text('code') };
        return enter((options) => client.call('auth.verifySignIn2FA', { ...proof, ...options }), rememberMe);
      }
      case 'sessionLimit':
        return undefined;
      default:
        return step satisfies never;
    }
  };

  return {
    step,
    status,
    failure,
    account,
    choose: (name) => goTo({ name }),
    fillIn(person) {
      setAccount(person);
      if (person.password === undefined) goTo({ name: 'phone' });
    },
    submit: (form) => whilePending(() => carryOut(form)),
    async answer(choice) {
      if (status === 'pending') return undefined;
      if (choice === 'cancel' || step.name !== 'sessionLimit') return goTo(start);
      return whilePending(async () => proceed(await step.goOn()));
    },
  };
}

function isAsking(error: unknown): boolean {
  const cause = getSessionSecurityError(error);
  return cause?.errorCode === 'SESSION_LIMIT_REACHED' && cause.reason === 'ask';
}
