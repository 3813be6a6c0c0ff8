/** A signed-in person's second factors over a back end in memory, on a clock that runs; proof is the password or 123456. */
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { createSessionSecurity, messagesAr, SessionSecurityProvider, StepUpDialog } from 'react-session-security';
import type { SessionSecurityClient } from 'react-session-security';
import { createManualClock, createScriptedBackend } from 'react-session-security/testing';
import type { ManualClock, ScriptedBackend, ScriptedBackendOptions } from 'react-session-security/testing';

export interface FactorScene {
  readonly clock: ManualClock;
  readonly backend: ScriptedBackend;
  readonly client: SessionSecurityClient;
}

export function factorScene(options: ScriptedBackendOptions = {}): FactorScene {
  const clock = createManualClock();
  const backend = createScriptedBackend({ clock, ...options });
  const client = createSessionSecurity({ link: backend.link, clock, name: `story:${crypto.randomUUID()}` });
  return { clock, backend, client };
}

export interface InFactorSceneProps {
  readonly scene: FactorScene;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly children: ReactNode;
}

const stepMs = 100;

export function InFactorScene({ scene: { clock, client }, globals, children }: InFactorSceneProps) {
  useEffect(() => {
    const timer = setInterval(() => clock.advance(stepMs), stepMs);
    return () => clearInterval(timer);
  }, [clock]);
  const isArabic = globals['locale'] === 'ar';
  return (
    <SessionSecurityProvider
      client={client}
      locale={isArabic ? 'ar' : 'en'}
      timeZone="Europe/Berlin"
      {...(isArabic && { messages: messagesAr })}
    >
      {children}
      <StepUpDialog />
    </SessionSecurityProvider>
  );
}
