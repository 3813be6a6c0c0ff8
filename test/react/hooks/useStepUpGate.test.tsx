/** When a gate is open: by the server's rule and time, and never on a guess. */
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, expect, it } from 'vitest';
import {
  createSessionSecurity,
  handlersLink,
  SessionSecurityProvider,
  toIso,
  useStepUpGate,
} from 'react-session-security';
import { createManualClock, createScriptedBackend } from 'react-session-security/testing';

const minute = 60_000;

/** What tabs share of the time: another test's clock stood elsewhere. */
beforeEach(() => localStorage.clear());

/** A session with a second factor that was given at the start, over a server whose clock is a little behind. */
function openGate() {
  const clock = createManualClock();
  const backend = createScriptedBackend({ clock, account: { secondFactorCode: '123456' } });
  const inner = createSessionSecurity({ link: backend.link, clock });
  const until = clock.now() + 15 * minute;
  const asked: number[] = [];
  const link = handlersLink({
    'session.getStatus': async () => {
      const status = await inner.call('session.getStatus');
      return { ...status, verification: { ...status.verification, secondFactorUntil: toIso(until) } };
    },
    'auth.getStepUpMethods': () => {
      asked.push(clock.now());
      const serverTime = clock.now() - 500;
      return {
        missing: serverTime < until ? 'nothing' : 'second_factor',
        methods: ['2fa_totp'],
        serverTime: toIso(serverTime),
      };
    },
  });
  const client = createSessionSecurity({ link, clock });
  const Wrapper = ({ children }: { readonly children: ReactNode }) => (
    <SessionSecurityProvider client={client}>{children}</SessionSecurityProvider>
  );
  const { result } = renderHook(() => useStepUpGate(), { wrapper: Wrapper });
  return { clock, until, asked, now: () => result.current };
}

it('asks nothing while a second factor holds, and says until when that is', async () => {
  const { now, until, asked } = openGate();
  expect(now()).toMatchObject({ status: 'checking', until: undefined });
  await waitFor(() => expect(now()).toMatchObject({ status: 'open', until }));
  expect(asked).toEqual([]);
});

it('does not take the last half second of a second factor for a rule that asks for nothing', async () => {
  const { now, clock, until, asked } = openGate();
  await waitFor(() => expect(now().status).toBe('open'));
  act(() => clock.advance(until - clock.now()));
  expect(now().status).toBe('checking');
  await waitFor(() => expect(asked).toEqual([until]));
  await act(async () => {});
  expect(now().status).toBe('checking');
  act(() => clock.advance(500));
  await waitFor(() => expect(now().status).toBe('closed'));
  expect(asked).toEqual([until, until + 500]);
});
