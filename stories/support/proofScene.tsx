/** A page with things to save that need proof, in a browser and on a clock of its own. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import {
  createSessionSecurity,
  handlersLink,
  messagesAr,
  SessionSecurityError,
  SessionSecurityProvider,
  toIso,
  useSessionSecurity,
} from 'react-session-security';
import type { SessionSecurityClient, SessionSecurityErrorCode } from 'react-session-security';
import { createManualClock, createScriptedBackend, userFixture } from 'react-session-security/testing';
import type { ManualClock, ScriptedAccount, ScriptedBackend } from 'react-session-security/testing';

export interface ProofScene {
  readonly clock: ManualClock;
  readonly backend: ScriptedBackend;
  readonly client: SessionSecurityClient;
}

/** An administrator's account with each second factor that is typed in; the code is 123456. */
export function proofScene(account: Partial<ScriptedAccount> = {}): ProofScene {
  const clock = createManualClock();
  const backend = createScriptedBackend({
    clock,
    user: { ...userFixture, roles: ['member', 'admin'] },
    account: { secondFactorCode: '123456', textsCodes: true, backupCodes: ['7K3MQ-X9TFA'], ...account },
  });
  const client = createSessionSecurity({ link: backend.link, clock, name: `story:${crypto.randomUUID()}` });
  return { clock, backend, client };
}

/** An account with a password alone. */
export const passwordOnly: Partial<ScriptedAccount> = { secondFactorCode: null, textsCodes: false, backupCodes: [] };

/** A passkey is asked for first, and no authenticator gives one. */
export function passkeyScene(): ProofScene {
  const scene = proofScene();
  const { clock } = scene;
  const link = handlersLink({
    'auth.changeEmail': () => {
      throw new SessionSecurityError('2FA_REQUIRED', { action: 'email_change' });
    },
    'auth.create2FAChallenge': ({ actionType }) => ({
      challengeId: 'story',
      actionType,
      method: 'passkey',
      methods: ['passkey', '2fa_totp', 'backup_code'],
      attemptsRemaining: 5,
      expiresAt: toIso(clock.now() + 300_000),
      serverTime: toIso(clock.now()),
    }),
    'auth.getStepUpMethods': () => ({
      missing: 'step_up',
      methods: ['passkey', 'password'],
      serverTime: toIso(clock.now()),
    }),
  });
  return { ...scene, client: createSessionSecurity({ link, clock, name: `story:${crypto.randomUUID()}` }) };
}

/** Nothing is set up with which the user could confirm anything. */
export function noMethodScene(): ProofScene {
  const scene = proofScene();
  const { clock } = scene;
  const link = handlersLink({
    'auth.getStepUpMethods': () => ({ missing: 'step_up', methods: [], serverTime: toIso(clock.now()) }),
  });
  return { ...scene, client: createSessionSecurity({ link, clock, name: `story:${crypto.randomUUID()}` }) };
}

export interface InProofSceneProps {
  readonly scene: ProofScene;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly children: ReactNode;
}

/** The provider alone. */
export function InScene({ scene, globals, children }: InProofSceneProps) {
  const isArabic = globals['locale'] === 'ar';
  return (
    <SessionSecurityProvider
      client={scene.client}
      locale={isArabic ? 'ar' : 'en'}
      timeZone="Europe/Berlin"
      {...(isArabic && { messages: messagesAr })}
    >
      {children}
    </SessionSecurityProvider>
  );
}

export function InProofScene({ children, ...scene }: InProofSceneProps) {
  return (
    <InScene {...scene}>
      <EmailForm />
      {children}
    </InScene>
  );
}

/** A host's own form. It knows nothing of proof: its call waits and settles. */
export function EmailForm() {
  const { client, locale } = useSessionSecurity();
  const [result, setResult] = useState('');
  const isArabic = locale === 'ar';
  return (
    <form
      className="story-sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        client.call('auth.changeEmail', { newEmail: 'maya@example.org' }).then(
          ({ email }) => setResult(email),
          () => setResult(isArabic ? 'لم يُحفظ.' : 'Not saved.'),
        );
      }}
    >
      <label>
        {isArabic ? 'البريد الإلكتروني' : 'Email address'}
        <input type="email" autoComplete="email" defaultValue="maya@example.org" />
      </label>
      <button type="submit">{isArabic ? 'حفظ' : 'Save'}</button>
      <output>{result}</output>
    </form>
  );
}

export interface RoleFormProps {
  /** What the call is refused with before it is let through, one after the other. @default a step-up */
  readonly refusals?: readonly SessionSecurityErrorCode[];
}

/** A call of the host that is neither tRPC nor fetch, and needs a step-up each time. */
export function RoleForm({ refusals = ['STEP_UP_REQUIRED'] }: RoleFormProps) {
  const { client, locale } = useSessionSecurity();
  const [result, setResult] = useState('');
  const isArabic = locale === 'ar';
  const change = (): void => {
    const left = [...refusals];
    client.proofs
      .run({
        async send() {
          const refusal = left.shift();
          if (refusal !== undefined) throw new SessionSecurityError(refusal, { action: 'role_change' });
        },
      })
      .then(
        () => setResult(isArabic ? 'تم التغيير.' : 'Changed.'),
        () => setResult(isArabic ? 'لم يتغير.' : 'Not changed.'),
      );
  };
  return (
    <div className="story-sign-in">
      <button type="button" onClick={change}>
        {isArabic ? 'جعل سام مسؤولًا' : 'Make Sam an administrator'}
      </button>
      <output data-role-result>{result}</output>
    </div>
  );
}
