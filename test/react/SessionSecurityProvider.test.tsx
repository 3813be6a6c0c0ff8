/** What the provider owns, tells and refuses. */
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import { StrictMode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import {
  SessionSecurityError,
  SessionSecurityProvider,
  SessionsList,
  useSessions,
  useSessionSecurity,
} from 'react-session-security';
import type { UseSessionSecurityResult } from 'react-session-security';
import { withBackend } from '../support/withBackend';

describe('SessionSecurityProvider', () => {
  it.each([
    ['neither url nor client', {}, /neither url nor client.*no back end/],
    ['both', { url: '/api/trpc', client: withBackend().client }, /both url and client/],
    ['a language that does not exist', { url: '/api/trpc', locale: 'not a language' }, /BCP 47/],
  ])('says what to do when given %s', (_, props, message) => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => render(<SessionSecurityProvider {...props} />)).toThrow(message);
    vi.restoreAllMocks();
  });

  it('says what to do when it is missing', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => render(<SessionsList />)).toThrow(/outside <SessionSecurityProvider>/);
    vi.restoreAllMocks();
  });

  it('leaves the host’s QueryClient to the host', () => {
    const host = new QueryClient();
    const { Wrapper } = withBackend();
    const { result } = renderHook(() => useQueryClient(), {
      wrapper: ({ children }) => (
        <QueryClientProvider client={host}>
          <Wrapper>{children}</Wrapper>
        </QueryClientProvider>
      ),
    });
    expect(result.current).toBe(host);
    expect(host.getQueryCache().getAll()).toEqual([]);
  });

  it('shares the host’s cache when asked to, and forgets only its own entries at sign-out', async () => {
    const shared = new QueryClient();
    shared.setQueryData(['host'], 'stays');
    const { Wrapper } = withBackend({}, { queryClient: shared });
    const { result } = renderHook(() => ({ list: useSessions(), kit: useSessionSecurity() }), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.list.status).toBe('ready'));
    expect(shared.getQueryCache().findAll({ queryKey: [['session', 'getSessions']] })).toHaveLength(1);
    await act(() => result.current.kit.signOut());
    expect(shared.getQueryData(['host'])).toBe('stays');
  });

  it('tells once that the session has ended, however many calls are refused', async () => {
    const onSessionEnded = vi.fn();
    const { backend, Wrapper } = withBackend({}, { onSessionEnded });
    backend.fail('session.getSessions', new SessionSecurityError('SESSION_REVOKED'));
    const { result } = renderHook(() => [useSessions(), useSessions({ filter: 'untrusted' })], { wrapper: Wrapper });
    await waitFor(() => expect(result.current.every(({ status }) => status === 'signed-out')).toBe(true));
    await act(() => Promise.all(result.current.map(({ refetch }) => refetch())));
    expect(onSessionEnded).toHaveBeenCalledOnce();
    expect(onSessionEnded).toHaveBeenCalledWith(expect.objectContaining({ errorCode: 'SESSION_REVOKED' }));
  });

  it('shows nobody the devices of a session that has ended', async () => {
    const { backend, Wrapper } = withBackend();
    const first = renderHook(() => ({ list: useSessions(), kit: useSessionSecurity() }), { wrapper: Wrapper });
    await waitFor(() => expect(first.result.current.list.status).toBe('ready'));
    backend.fail('session.getSessions', new SessionSecurityError('SESSION_REVOKED'));
    await act(() => first.result.current.list.refetch());
    await waitFor(() => expect(first.result.current.list.sessions).toEqual([]));
    expect(first.result.current.list.status).toBe('signed-out');
    expect(first.result.current.kit.sessionCount).toBeUndefined();
  });

  it('tells again after a new session has begun and ended', async () => {
    const onSessionEnded = vi.fn();
    const { backend, Wrapper } = withBackend({}, { onSessionEnded });
    const { result } = renderHook(() => useSessions(), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.status).toBe('ready'));
    for (const times of [1, 2]) {
      backend.fail('session.getSessions', new SessionSecurityError('SESSION_EXPIRED'), 1);
      await act(() => result.current.refetch());
      expect(onSessionEnded).toHaveBeenCalledTimes(times);
      await act(() => result.current.refetch());
    }
  });

  it('does not take a lost connection for the end of the session', async () => {
    const onSessionEnded = vi.fn();
    const { backend, Wrapper } = withBackend({}, { onSessionEnded });
    backend.fail('session.getSessions', new Error('502'));
    const { result } = renderHook(() => useSessions(), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.status).toBe('error'));
    expect(onSessionEnded).not.toHaveBeenCalled();
  });

  it('keeps its client, also when a new one is made in every render, until it gets another key', async () => {
    const [first, second] = [withBackend(), withBackend({ sessions: [] })];
    const tree = (client: typeof first.client, key: string) => (
      <StrictMode>
        <SessionSecurityProvider key={key} client={client}>
          <SessionsList />
        </SessionSecurityProvider>
      </StrictMode>
    );
    const { rerender } = render(tree(first.client, 'a'));
    await screen.findByText('Work MacBook');
    rerender(tree(second.client, 'a'));
    expect(screen.getByText('Work MacBook')).toBeVisible();
    rerender(tree(second.client, 'b'));
    expect(await screen.findByText('Only this device')).toBeVisible();
    expect(screen.queryByText('Work MacBook')).toBeNull();
  });

  it('leaves no timer behind', async () => {
    const { clock, Wrapper } = withBackend();
    const { unmount } = render(<SessionsList />, { wrapper: Wrapper });
    await screen.findByText('Work MacBook');
    expect(clock.pending).toBe(1);
    unmount();
    expect(clock.pending).toBe(0);
  });
});

describe('useSessionSecurity', () => {
  it('counts the devices that a list has loaded, and asks for nothing itself', async () => {
    const { Wrapper, callsTo } = withBackend();
    const alone = renderHook(() => useSessionSecurity(), { wrapper: Wrapper });
    expect(alone.result.current.sessionCount).toBeUndefined();
    expect(callsTo('session.getSessions')).toBe(0);
    let kit: UseSessionSecurityResult | undefined;
    const Frame = () => {
      kit = useSessionSecurity();
      return <SessionsList />;
    };
    render(<Frame />, { wrapper: Wrapper });
    await waitFor(() => expect(kit?.sessionCount).toBe(5));
  });

  it('rejects when the server could not be told, and keeps everything', async () => {
    const { backend, Wrapper } = withBackend();
    const { result } = renderHook(() => ({ list: useSessions(), kit: useSessionSecurity() }), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.list.status).toBe('ready'));
    backend.fail('auth.signOut', new Error('500'));
    await expect(result.current.kit.signOut()).rejects.toThrow('500');
    expect(result.current.list.sessions).toHaveLength(5);
  });
});
