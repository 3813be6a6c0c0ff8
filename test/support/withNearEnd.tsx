/** A provider in a real browser whose session's deadlines are near, with a manual clock and names of its own. */
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { createSessionSecurity, SessionSecurityProvider } from 'react-session-security';
import type { SessionSecurityClient, SessionSecurityProviderProps } from 'react-session-security';
import { createManualClock, createScriptedBackend } from 'react-session-security/testing';
import type { ManualClock, ScriptedBackend, ScriptedBackendOptions } from 'react-session-security/testing';
import { sessionNearEnd } from './sessionNearEnd';
import type { NearEnd } from './sessionNearEnd';

export interface NearEndOptions extends ScriptedBackendOptions, NearEnd {
  readonly provider?: Omit<SessionSecurityProviderProps, 'children' | 'client'>;
}

export interface NearEndScene {
  readonly clock: ManualClock;
  readonly backend: ScriptedBackend;
  readonly client: SessionSecurityClient;
  readonly Wrapper: (props: { readonly children: ReactNode }) => ReactNode;
}

export function withNearEnd({ idleIn, absoluteIn, provider, ...options }: NearEndOptions): NearEndScene {
  const clock = createManualClock();
  const backend = createScriptedBackend({
    clock,
    sessions: [sessionNearEnd(clock.now(), { idleIn, absoluteIn })],
    ...options,
  });
  const client = createSessionSecurity({
    clock,
    link: backend.link,
    name: `test:${crypto.randomUUID()}`,
    ports: {
      clock,
      random: () => 0.5,
      storage: () => localStorage,
      channel: () => undefined,
      locks: navigator.locks,
      page: { window, document, navigator },
    },
  });
  return {
    clock,
    backend,
    client,
    Wrapper: ({ children }) => (
      <StrictMode>
        <SessionSecurityProvider client={client} timeZone="UTC" {...provider}>
          {children}
        </SessionSecurityProvider>
      </StrictMode>
    ),
  };
}
