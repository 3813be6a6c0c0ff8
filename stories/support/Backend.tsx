/**
 * A provider over a back end of its own, in memory, with a clock that stands at the fixtures' moment. `prepare` decides
 * what fails and what never answers.
 */
import { useState } from 'react';
import { createSessionSecurity, messagesAr, SessionSecurityProvider } from 'react-session-security';
import type { SessionSecurityProviderProps } from 'react-session-security';
import { createManualClock, createScriptedBackend } from 'react-session-security/testing';
import type { ScriptedBackend, ScriptedBackendOptions } from 'react-session-security/testing';

export interface BackendProps extends Omit<SessionSecurityProviderProps, 'client' | 'url'> {
  readonly options?: ScriptedBackendOptions;
  readonly prepare?: (backend: ScriptedBackend) => void;
}

export function Backend({ options, prepare, locale = 'en', ...provider }: BackendProps) {
  const [client] = useState(() => {
    const clock = createManualClock();
    const backend = createScriptedBackend({ maxSessions: 10, clock, ...options });
    prepare?.(backend);
    return createSessionSecurity({ link: backend.link, clock, name: `story:${crypto.randomUUID()}` });
  });
  return (
    <SessionSecurityProvider
      client={client}
      locale={locale}
      timeZone="Europe/Berlin"
      {...(locale === 'ar' && { messages: messagesAr })}
      {...provider}
    />
  );
}
