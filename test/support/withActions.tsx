/** A page whose calls need proof: a provider over a scripted back end, with a tab's storage, and prompts in the test's hand. */
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { createTRPCUntypedClient } from '@trpc/client';
import { vi } from 'vitest';
import { createSessionSecurity, SessionSecurityError, SessionSecurityProvider } from 'react-session-security';
import type {
  EnginePorts,
  PromptSnapshot,
  SensitiveActionAttempt,
  SessionSecurityErrorCode,
} from 'react-session-security';
import { accountFixture, createManualClock, createScriptedBackend } from 'react-session-security/testing';
import type { ScriptedBackendOptions } from 'react-session-security/testing';
import { simulateLocks } from './engine/simulateLocks';
import { simulateStorage } from './engine/simulateStorage';

export const { password } = accountFixture;

/** `email_change` without a second factor: a step-up by password. */
export function withActions(options: ScriptedBackendOptions & { readonly isPresented?: boolean } = {}) {
  const { isPresented = true, ...backendOptions } = options;
  const clock = createManualClock();
  const backend = createScriptedBackend({ clock, ...backendOptions });
  const locks = simulateLocks();
  const shared = simulateStorage();
  const own = simulateStorage();
  const open = () => {
    const tab = {};
    const ports: EnginePorts = {
      clock,
      random: () => 0.5,
      storage: () => shared.areaOf(tab),
      tabStorage: () => own.areaOf(tab),
      channel: () => undefined,
      locks: locks.managerOf(tab),
      page: undefined,
    };
    const client = createSessionSecurity({ link: backend.link, clock, ports });
    const { proofs } = client;
    const withdraw = isPresented ? proofs.present(['second_factor', 'step_up']) : () => {};
    const ready = (): Promise<PromptSnapshot> =>
      vi.waitFor(() => {
        const prompt = proofs.getSnapshot();
        if (prompt?.state.status !== 'ready') throw new Error(`The prompt is ${prompt?.state.status ?? 'closed'}.`);
        return prompt;
      });
    const Wrapper = ({ children }: { readonly children: ReactNode }) => (
      <StrictMode>
        <SessionSecurityProvider client={client} timeZone="UTC">
          {children}
        </SessionSecurityProvider>
      </StrictMode>
    );
    return { client, proofs, withdraw, ready, Wrapper };
  };
  return {
    clock,
    backend,
    /** What lies in the tab's own storage. */
    stored: () => [...own.items.values()].join(),
    /** A client of the host's own that knows nothing of the kit. */
    plain: createTRPCUntypedClient({ links: [backend.link] }),
    callsTo: (path: string) => backend.calls.filter((call) => call.path === path),
    /** The same tab with another document in it: everything in memory is gone. */
    reload: open,
    ...open(),
  };
}

/** A call of the application that is refused with `codes`, one after the other, and then answered with its input. */
export function refusedAction(...codes: readonly SessionSecurityErrorCode[]) {
  let calls = 0;
  return vi.fn(async (input: unknown, _attempt: SensitiveActionAttempt): Promise<unknown> => {
    const code = codes[calls];
    calls += 1;
    if (code !== undefined) throw new SessionSecurityError(code, { action: 'email_change' });
    return { done: input };
  });
}
