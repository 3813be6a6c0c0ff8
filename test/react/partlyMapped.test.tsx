/** A back end of which only a part is mapped (ARCHITECTURE 3.1): what it can't do isn't offered, what it can do in another way is done. */
import { act, render, renderHook, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import {
  createSessionSecurity,
  handlersLink,
  SessionSecurityProvider,
  SessionsList,
  useSessions,
  useSessionSecurity,
} from 'react-session-security';
import type { ProcedurePath, SessionSecurityHandlers } from 'react-session-security';
import { manySessions } from 'react-session-security/testing';
import type { ReactNode } from 'react';

function mapped(...paths: readonly ProcedurePath[]) {
  let sessions = manySessions(6);
  const calls: (readonly [ProcedurePath, unknown])[] = [];
  const note = (path: ProcedurePath, input?: unknown): void => void calls.push([path, input]);
  const end = (ids: readonly string[]): void => {
    sessions = sessions.filter(({ id }) => !ids.includes(id));
  };
  const all: SessionSecurityHandlers = {
    'session.getSessions': (input) => {
      const start = Number(input?.cursor ?? 0);
      const stop = start + Math.min(input?.limit ?? 20, 4);
      return {
        sessions: sessions.slice(start, stop),
        totalCount: sessions.length,
        maxSessions: 10,
        serverTime: '2026-11-21T09:00:00.000Z',
        ...(stop < sessions.length && { nextCursor: String(stop) }),
      };
    },
    'session.revokeSession': ({ sessionId }) => {
      note('session.revokeSession', sessionId);
      end([sessionId]);
      return { revokedId: sessionId };
    },
    'session.revokeSessions': ({ sessionIds }) => {
      note('session.revokeSessions', sessionIds);
      end(sessionIds);
      return { results: sessionIds.map((sessionId) => ({ sessionId, status: 'revoked' as const })) };
    },
    'session.renameSession': ({ sessionId, deviceName }) => ({ sessionId, deviceName }),
    'auth.signOut': () => {
      note('auth.signOut');
      return { signedOut: true };
    },
  };
  const handlers = Object.fromEntries(
    Object.entries(all).filter(([path]) => path === 'session.getSessions' || paths.includes(path as ProcedurePath)),
  );
  const client = createSessionSecurity({ link: handlersLink(handlers) });
  const Wrapper = ({ children }: { readonly children: ReactNode }) => (
    <SessionSecurityProvider client={client}>{children}</SessionSecurityProvider>
  );
  return { calls, left: () => sessions.map(({ id }) => id), Wrapper };
}

async function openHook(setup: ReturnType<typeof mapped>) {
  const { result } = renderHook(() => ({ list: useSessions(), kit: useSessionSecurity() }), { wrapper: setup.Wrapper });
  await waitFor(() => expect(result.current.list.status).toBe('ready'));
  return result;
}

const ids = ['ses_00001', 'ses_00002', 'ses_00003', 'ses_00004', 'ses_00005'];

describe('a back end that only lists', () => {
  it('gets a list without a button that could only fail', async () => {
    render(<SessionsList selectable filters={false} />, { wrapper: mapped().Wrapper });
    await screen.findByRole('list', { name: 'Other devices' });
    await userEvent.click(screen.getAllByRole('button', { name: /^Details/ }).at(-1) as HTMLElement);
    expect(screen.getByText('Approximate place')).toBeVisible();
    const names = screen
      .getAllByRole('button')
      .map((button) => button.getAttribute('aria-label') ?? button.textContent);
    expect(names.filter((name) => !/^(Details|Show more)/.test(name ?? ''))).toEqual([]);
  });
});

describe('a back end that ends sessions only one by one', () => {
  it('ends several one after another', async () => {
    const setup = mapped('session.revokeSession');
    const result = await openHook(setup);
    await act(() => result.current.list.revokeMany(['ses_00002', 'ses_00003']));
    expect(setup.calls).toEqual([
      ['session.revokeSession', 'ses_00002'],
      ['session.revokeSession', 'ses_00003'],
    ]);
  });

  it('ends all others too, also those that are not loaded', async () => {
    const setup = mapped('session.revokeSession');
    const result = await openHook(setup);
    expect(result.current.list.hasMore).toBe(true);
    const outcome = await act(() => result.current.list.revokeOthers());
    expect(outcome).toMatchObject({ revokedCount: 5, failures: [] });
    expect(setup.left()).toEqual(['ses_00000']);
  });

  it('signs out by the current session’s id (S4)', async () => {
    const setup = mapped('session.revokeSession');
    const result = await openHook(setup);
    await act(() => result.current.kit.signOut());
    expect(setup.calls).toEqual([['session.revokeSession', 'ses_00000']]);
    expect(result.current.list.end).toEqual({ reason: 'signedOut' });
  });
});

describe('a back end that ends sessions only by the list', () => {
  it('ends one, and all others, by lists', async () => {
    const setup = mapped('session.revokeSessions');
    const result = await openHook(setup);
    await act(() => result.current.list.revoke('ses_00001'));
    await act(() => result.current.list.revokeOthers());
    expect(setup.calls).toEqual([
      ['session.revokeSessions', ['ses_00001']],
      ['session.revokeSessions', ids.slice(1)],
    ]);
  });

  it('offers to sign out others, but not this device', async () => {
    render(<SessionsList />, { wrapper: mapped('session.revokeSessions').Wrapper });
    const list = await screen.findByRole('list', { name: 'Other devices' });
    expect(within(list).getAllByRole('button', { name: /^Sign out/ })).not.toHaveLength(0);
    expect(screen.queryByRole('button', { name: /^Sign out of this device/ })).toBeNull();
    await userEvent.click(within(list).getAllByRole('button', { name: /^Details/ })[0] as HTMLElement);
    expect(screen.queryByRole('button', { name: /^Rename/ })).toBeNull();
    expect(screen.getByRole('button', { name: /^This wasn’t me/ })).toBeVisible();
  });
});
