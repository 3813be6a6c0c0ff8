/** A provider over a scripted back end, for tests of hooks and components. */
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { createSessionSecurity, SessionSecurityProvider } from 'react-session-security';
import type { SessionSecurityClient, SessionSecurityProviderProps } from 'react-session-security';
import { createManualClock, createScriptedBackend } from 'react-session-security/testing';
import type { ManualClock, ScriptedBackend, ScriptedBackendOptions } from 'react-session-security/testing';

export interface BackendSetup {
  readonly backend: ScriptedBackend;
  /** The server's. */
  readonly clock: ManualClock;
  readonly client: SessionSecurityClient;
  /** How often `path` was called. */
  readonly callsTo: (path: string) => number;
  readonly Wrapper: (props: { readonly children: ReactNode }) => ReactNode;
}

/** @param options `skewMs`: by how much the clock of the device is ahead of the server's */
export function withBackend(
  { skewMs = 0, ...options }: ScriptedBackendOptions & { readonly skewMs?: number } = {},
  provider: Omit<SessionSecurityProviderProps, 'children' | 'client'> = {},
): BackendSetup {
  const clock = createManualClock();
  const backend = createScriptedBackend({ clock, maxSessions: 10, ...options });
  const deviceClock = skewMs === 0 ? clock : { ...clock, now: () => clock.now() + skewMs };
  const client = createSessionSecurity({ link: backend.link, clock: deviceClock });
  return {
    backend,
    clock,
    client,
    callsTo: (path) => backend.calls.filter((call) => call.path === path).length,
    Wrapper: ({ children }) => (
      <StrictMode>
        <SessionSecurityProvider client={client} timeZone="UTC" {...provider}>
          {children}
        </SessionSecurityProvider>
      </StrictMode>
    ),
  };
}
