/** The headless API of second factors: outcomes that are typed, one change at a time, and secrets that go (SPEC F13). */
import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  createSessionSecurity,
  NoAnswerError,
  SessionSecurityError,
  SessionSecurityProvider,
  StepUpDialog,
  useTwoFactorSetup,
} from 'react-session-security';
import type { ProcedurePath, TwoFactorOutcome } from 'react-session-security';
import { accountFixture } from 'react-session-security/testing';
import type { ScriptedAccount } from 'react-session-security/testing';
import type { ReactNode } from 'react';
import { withBackend } from '../../support/withBackend';

const minute = 60_000;
const passkeys = [
  { id: 'pky_desk', name: 'Desk key', isSynced: false, createdAt: '2026-05-03T09:00:00Z', lastUsedAt: null },
];

async function open(account: Partial<ScriptedAccount> = {}, without: readonly ProcedurePath[] = []) {
  const setup = withBackend({ account, without });
  const { Wrapper, client } = setup;
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <Wrapper>
      {children}
      <StepUpDialog />
    </Wrapper>
  );
  const view = renderHook(() => useTwoFactorSetup(), { wrapper });
  const now = () => view.result.current;
  await waitFor(() => expect(now().status).toBe('ready'));
  /** Answers the prompt as a dialog would. */
  const prove = async (): Promise<void> => {
    await waitFor(() => expect(client.proofs.getSnapshot()?.state.status).toBe('ready'));
    act(() => client.proofs.submit({ password: accountFixture.password }));
  };
  const begin = async (): Promise<void> => {
    let begun: Promise<TwoFactorOutcome> | undefined;
    act(() => {
      begun = now().begin();
    });
    await prove();
    await act(async () => expect(await begun).toEqual({ status: 'done' }));
  };
  return { ...setup, ...view, now, prove, begin };
}

describe('useTwoFactorSetup', () => {
  it('goes through its steps, with the secret only in the one that shows it (R36)', async () => {
    const { now, begin } = await open();
    expect(now()).toMatchObject({
      step: { status: 'idle' },
      factors: { totp: 'inactive' },
      can: { setUp: true, disable: false },
    });
    await begin();
    expect(now().step).toMatchObject({ status: 'scan', attemptsRemaining: 5 });
    await act(async () => expect(await now().confirm('１２３-456')).toEqual({ status: 'done' }));
    expect(now().step).toEqual({ status: 'codes', after: 'setUp', backupCodes: expect.any(Array) as string[] });
    await waitFor(() => expect(now().factors).toMatchObject({ totp: 'active', backupCodes: { remaining: 10 } }));
    act(() => now().cancel());
    expect(now().step.status).toBe('codes');
    act(() => now().acknowledgeCodes());
    expect(now().step).toEqual({ status: 'idle' });
    expect(now().can).toMatchObject({ setUp: true, disable: true, regenerate: true });
  });

  it.each(['', '12345', 'abcdef', '1234567'])('sends nothing for %j, which is no code', async (text) => {
    const { now, begin, callsTo } = await open();
    await begin();
    await act(async () => expect(await now().confirm(text)).toEqual({ status: 'malformed' }));
    expect(callsTo('auth.confirmTotpEnrolment')).toBe(0);
  });

  it('has nothing to confirm before it was begun', async () => {
    const { now, callsTo } = await open();
    await act(async () => expect(await now().confirm('123456')).toEqual({ status: 'ignored' }));
    expect(callsTo('auth.confirmTotpEnrolment')).toBe(0);
  });

  it('does one change at a time, since each makes void what was proved for another', async () => {
    const { now, backend, callsTo } = await open({ passkeys });
    const release = backend.hold('auth.renamePasskey');
    let first: Promise<TwoFactorOutcome> | undefined;
    act(() => {
      first = now().renamePasskey('pky_desk', 'Blue key');
    });
    expect(now().pending).toEqual({ change: 'renamePasskey', passkeyId: 'pky_desk' });
    await act(async () => expect(await now().removePasskey('pky_desk')).toEqual({ status: 'ignored' }));
    release();
    await act(async () => expect(await first).toEqual({ status: 'done' }));
    expect(now().pending).toBeUndefined();
    await waitFor(() => expect(now().factors?.passkeys[0]?.name).toBe('Blue key'));
    expect(callsTo('auth.removePasskey')).toBe(0);
  });

  it('tells what failed and of which passkey, until the next try', async () => {
    const { now, backend } = await open({ passkeys });
    backend.fail('auth.renamePasskey', new NoAnswerError(), 1);
    const failure = { kind: 'unreachable' } as const;
    await act(async () =>
      expect(await now().renamePasskey('pky_desk', 'Blue key')).toEqual({ status: 'failed', failure }),
    );
    expect(now().failed).toEqual({ change: 'renamePasskey', passkeyId: 'pky_desk', failure });
    await act(async () => expect(await now().renamePasskey('pky_desk', 'Blue key')).toEqual({ status: 'done' }));
    expect(now().failed).toBeUndefined();
  });

  it('looks again after a failure: what is shown may not be so any more', async () => {
    const { now, backend, callsTo } = await open({ passkeys });
    backend.fail('auth.renamePasskey', new SessionSecurityError('INVALID_REQUEST', { reason: 'passkey_not_found' }), 1);
    await act(async () => void (await now().renamePasskey('pky_desk', 'Blue key')));
    await waitFor(() => expect(callsTo('auth.getSecondFactors')).toBe(2));
  });

  it('is cancelled, not failed, when the user closes the prompt', async () => {
    const { now, client } = await open();
    let begun: Promise<TwoFactorOutcome> | undefined;
    act(() => {
      begun = now().begin();
    });
    await waitFor(() => expect(client.proofs.getSnapshot()).toBeDefined());
    act(() => client.proofs.cancel());
    await act(async () => expect(await begun).toEqual({ status: 'cancelled' }));
    expect(now()).toMatchObject({ step: { status: 'idle' }, failed: undefined });
  });

  it('lets go of the prompt when its component is gone: nobody is asked for nothing', async () => {
    const { now, client, unmount } = await open();
    act(() => void now().begin());
    await waitFor(() => expect(client.proofs.getSnapshot()).toBeDefined());
    unmount();
    await waitFor(() => expect(client.proofs.getSnapshot()).toBeUndefined());
  });

  it('gives codes that arrive after somebody else signed in to nobody', async () => {
    const { now, backend, begin, client } = await open();
    await begin();
    const release = backend.hold('auth.confirmTotpEnrolment');
    let confirmed: Promise<TwoFactorOutcome> | undefined;
    act(() => {
      confirmed = now().confirm('123456');
    });
    await act(async () => {
      await client.call('auth.signIn', { identifier: accountFixture.email, password: accountFixture.password });
    });
    release();
    await act(async () => void (await confirmed));
    expect(now().step).toEqual({ status: 'idle' });
  });

  it('goes by how long the server gives, where this device’s clock is an hour ahead', async () => {
    const { backend, clock } = withBackend({ account: { secondFactorCode: null } });
    const wrongClock = { ...clock, now: () => clock.now() + 60 * minute };
    const client = createSessionSecurity({ link: backend.link, clock: wrongClock });
    const { result } = renderHook(() => useTwoFactorSetup(), {
      wrapper: ({ children }) => (
        <SessionSecurityProvider client={client}>
          {children}
          <StepUpDialog />
        </SessionSecurityProvider>
      ),
    });
    await waitFor(() => expect(result.current.status).toBe('ready'));
    act(() => void result.current.begin());
    await waitFor(() => expect(client.proofs.getSnapshot()?.state.status).toBe('ready'));
    act(() => client.proofs.submit({ password: accountFixture.password }));
    await waitFor(() => expect(result.current.step.status).toBe('scan'));
    act(() => clock.advance(10 * minute - 1));
    expect(result.current.step.status).toBe('scan');
    act(() => clock.advance(1));
    expect(result.current.step).toEqual({ status: 'void', reason: 'expired' });
  });

  it('keeps the identity of its functions', async () => {
    const { now, begin } = await open();
    const { begin: first, confirm, refetch } = now();
    await begin();
    expect(now().begin).toBe(first);
    expect(now().confirm).toBe(confirm);
    expect(now().refetch).toBe(refetch);
  });

  it('offers nothing that a partly mapped back end does not answer', async () => {
    const { now } = await open({ secondFactorCode: '123456', passkeys }, [
      'auth.confirmTotpEnrolment',
      'auth.disableTwoFactor',
      'auth.regenerateBackupCodes',
      'auth.renamePasskey',
      'auth.removePasskey',
    ]);
    expect(Object.values(now().can)).toEqual([false, false, false, false, false, false]);
  });
});
