/**
 * A provider whose session's deadlines are near, in a simulated tab: time, input, other tabs and the network are in the
 * test's hand. Nothing moves until `advance`.
 */
import { act } from '@testing-library/react';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { createSessionSecurity, handlersLink, SessionSecurityProvider } from 'react-session-security';
import type {
  SessionSecurityClient,
  SessionSecurityOptions,
  SessionSecurityProviderProps,
  SessionStatus,
} from 'react-session-security';
import { createScriptedBackend } from 'react-session-security/testing';
import type { ScriptedBackend, ScriptedBackendOptions } from 'react-session-security/testing';
import { simulateBrowser } from './engine/simulateBrowser';
import type { SimulatedBrowser, SimulatedTab } from './engine/simulateBrowser';
import { sessionNearEnd } from './sessionNearEnd';
import type { NearEnd } from './sessionNearEnd';

export interface SessionSceneOptions extends ScriptedBackendOptions, NearEnd {
  /** What the back end says of the session, changed on its way. */
  readonly alterStatus?: (status: SessionStatus) => SessionStatus;
  /** How the session is kept. */
  readonly engine?: SessionSecurityOptions['engine'];
  readonly provider?: Omit<SessionSecurityProviderProps, 'children' | 'client'>;
}

export interface SessionScene {
  readonly browser: SimulatedBrowser;
  readonly backend: ScriptedBackend;
  readonly tab: SimulatedTab;
  readonly client: SessionSecurityClient;
  readonly Wrapper: (props: { readonly children: ReactNode }) => ReactNode;
  /** Lets time pass, in steps of `stepMs`, so that each step is rendered. */
  readonly advance: (ms: number, stepMs?: number) => Promise<void>;
  readonly callsTo: (path: string) => number;
  /** Another tab of the same browser, started. */
  readonly openTab: () => { readonly tab: SimulatedTab; readonly client: SessionSecurityClient };
}

export function withSession({
  idleIn,
  absoluteIn,
  alterStatus,
  engine,
  provider,
  ...options
}: SessionSceneOptions = {}): SessionScene {
  const browser = simulateBrowser();
  const tab = browser.openTab();
  const backend = createScriptedBackend({
    clock: tab.ports.clock,
    sessions: [sessionNearEnd(browser.now(), { idleIn, absoluteIn })],
    ...options,
  });
  const link = alterStatus === undefined ? backend.link : alteringLink(backend, alterStatus);
  const clients: SessionSecurityClient[] = [];
  const clientOf = ({ ports }: SimulatedTab): SessionSecurityClient => {
    const made = createSessionSecurity({ link, clock: ports.clock, ports, engine });
    clients.push(made);
    return made;
  };
  const client = clientOf(tab);
  return {
    browser,
    backend,
    tab,
    client,
    Wrapper: ({ children }) => (
      <StrictMode>
        <SessionSecurityProvider client={client} timeZone="UTC" {...provider}>
          {children}
        </SessionSecurityProvider>
      </StrictMode>
    ),
    async advance(ms, stepMs = ms) {
      await act(async () => void (await Promise.all(clients.map((made) => made.engine.load()))));
      for (let passed = 0; passed < ms; passed += stepMs) {
        // oxlint-disable-next-line no-await-in-loop -- time passes in order
        await act(() => browser.advance(Math.min(stepMs, ms - passed)));
      }
    },
    callsTo: (path) => backend.calls.filter((call) => call.path === path).length,
    openTab() {
      const other = browser.openTab();
      const otherClient = clientOf(other);
      otherClient.engine.start();
      return { tab: other, client: otherClient };
    },
  };
}

function alteringLink(backend: ScriptedBackend, alter: (status: SessionStatus) => SessionStatus) {
  const inner = createSessionSecurity({ link: backend.link });
  return handlersLink({
    'session.getStatus': async () => alter(await inner.call('session.getStatus')),
    'session.updateActivity': () => inner.call('session.updateActivity', {}),
    'session.getSessions': (input) => inner.call('session.getSessions', input),
    'auth.signOut': () => inner.call('auth.signOut'),
  });
}
