/** A session whose end is near, in a browser of its own and with a clock in the story's hand. */
import { createSessionSecurity, handlersLink, toIso } from 'react-session-security';
import type { SessionSecurityClient, SessionStatus } from 'react-session-security';
import { createManualClock, createScriptedBackend, sessionFixture } from 'react-session-security/testing';
import type { ManualClock, ScriptedBackend, ScriptedBackendOptions } from 'react-session-security/testing';

export interface SessionSceneOptions extends ScriptedBackendOptions {
  /** Milliseconds until nobody has been active for too long. @default a day */
  readonly idleIn?: number;
  /** Milliseconds until the session is too old. @default 20 days */
  readonly absoluteIn?: number;
  /** The browser says that it has no connection. */
  readonly isOffline?: boolean;
  /** What the back end says of the session, changed on its way. */
  readonly alterStatus?: (status: SessionStatus) => SessionStatus;
}

export interface SessionScene {
  readonly clock: ManualClock;
  readonly backend: ScriptedBackend;
  readonly client: SessionSecurityClient;
  /** Moves time on and lets answers arrive. Milliseconds. */
  readonly pass: (ms: number) => Promise<void>;
}

const minute = 60_000;
const day = 24 * 60 * minute;

export function sessionScene({
  idleIn = day,
  absoluteIn = 20 * day,
  isOffline = false,
  alterStatus = (status) => status,
  ...options
}: SessionSceneOptions = {}): SessionScene {
  const clock = createManualClock();
  const now = clock.now();
  const own = sessionFixture({
    isCurrent: true,
    createdAt: toIso(now - 30 * day + absoluteIn),
    lastActivityAt: toIso(now - day + idleIn),
    expiresAt: toIso(now + Math.min(idleIn, absoluteIn)),
  });
  const backend = createScriptedBackend({ clock, sessions: [own], ...options });
  const inner = createSessionSecurity({ link: backend.link, clock });
  const texts = new Map<string, string>();
  const client = createSessionSecurity({
    clock,
    name: `story:${crypto.randomUUID()}`,
    link: handlersLink({
      'session.getStatus': async () => alterStatus(await inner.call('session.getStatus')),
      'session.updateActivity': () => inner.call('session.updateActivity', {}),
      'auth.signIn': (input) => inner.call('auth.signIn', input),
      'auth.signOut': () => inner.call('auth.signOut'),
    }),
    ports: {
      clock,
      random: () => 0.5,
      storage: () => ({
        getItem: (key) => texts.get(key) ?? null,
        setItem: (key, text) => void texts.set(key, text),
        removeItem: (key) => void texts.delete(key),
      }),
      channel: () => undefined,
      locks: navigator.locks,
      page: { window, document, navigator: { onLine: !isOffline } },
    },
  });
  return {
    clock,
    backend,
    client,
    async pass(ms) {
      clock.advance(ms);
      await new Promise((resolve) => setTimeout(resolve, 30));
    },
  };
}
