/** A page with one thing to save that needs a second factor, in a browser and on a clock of its own. */
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
import type { SessionSecurityClient } from 'react-session-security';
import { createManualClock, createScriptedBackend } from 'react-session-security/testing';
import type { ManualClock, ScriptedAccount, ScriptedBackend } from 'react-session-security/testing';

export interface ProofScene {
  readonly clock: ManualClock;
  readonly backend: ScriptedBackend;
  readonly client: SessionSecurityClient;
}

/** An account with each second factor that is typed in; the code is 123456. */
export function proofScene(account: Partial<ScriptedAccount> = {}): ProofScene {
  const clock = createManualClock();
  const backend = createScriptedBackend({
    clock,
    account: { secondFactorCode: '123456', textsCodes: true, backupCodes: ['7K3MQ-X9TFA'], ...account },
  });
  const client = createSessionSecurity({ link: backend.link, clock, name: `story:${crypto.randomUUID()}` });
  return { clock, backend, client };
}

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
  });
  return { ...scene, client: createSessionSecurity({ link, clock, name: `story:${crypto.randomUUID()}` }) };
}

export interface InProofSceneProps {
  readonly scene: ProofScene;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly children: ReactNode;
}

export function InProofScene({ scene, globals, children }: InProofSceneProps) {
  const isArabic = globals['locale'] === 'ar';
  return (
    <SessionSecurityProvider
      client={scene.client}
      locale={isArabic ? 'ar' : 'en'}
      timeZone="Europe/Berlin"
      {...(isArabic && { messages: messagesAr })}
    >
      <EmailForm />
      {children}
    </SessionSecurityProvider>
  );
}

/** A host's own form. It knows nothing of proof: its call waits and settles. */
function EmailForm() {
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
