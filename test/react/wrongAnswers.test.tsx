/**
 * Answers that are none: a captive portal's page, a proxy's empty body, a mapping that forgot a field. Over the real HTTP link;
 * only `fetch` is replaced. Nothing crashes, nothing that was on screen goes, and nothing counts as done (E5, S1).
 */
import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSessionSecurity, SessionSecurityProvider, SessionsList, useSessions } from 'react-session-security';
import { sessionFixture, sessionsFixture } from 'react-session-security/testing';
import { withBackend } from '../support/withBackend';

const page = { sessions: sessionsFixture, totalCount: 5, maxSessions: 10, serverTime: '2026-11-21T09:00:00.000Z' };
const answer = (data: unknown) => JSON.stringify([{ result: { data } }]);
const good = answer({ success: true, data: page });
const html = '<!doctype html><title>Sign in to the network</title>';

/** A back end that answers 200 with whatever `next` says. */
function overHttp(first: string) {
  const next = { body: first };
  const client = createSessionSecurity({
    url: '/api/trpc',
    fetch: () =>
      Promise.resolve(
        new Response(next.body, { headers: { 'content-type': next.body === html ? 'text/html' : 'application/json' } }),
      ),
  });
  const Wrapper = ({ children }: { readonly children: ReactNode }) => (
    <SessionSecurityProvider client={client}>{children}</SessionSecurityProvider>
  );
  return { next, Wrapper };
}

const wrong: readonly (readonly [name: string, body: string])[] = [
  ['an HTML page', html],
  ['an empty body', ''],
  ['null', 'null'],
  ['an empty object', '{}'],
  ['a string', '"sessions"'],
  ['JSON that is cut off', good.slice(0, 120)],
  ['null in the envelope', answer(null)],
  ['HTML in the envelope', answer(html)],
  ['no data', answer({ success: true })],
  ['data that is a string', answer({ success: true, data: html })],
  ['data that is a list', answer({ success: true, data: sessionsFixture })],
  ['no sessions', answer({ success: true, data: {} })],
  ['sessions that are text', answer({ success: true, data: { ...page, sessions: 'x' } })],
  ['sessions that are null', answer({ success: true, data: { ...page, sessions: [null] } })],
  [
    'a session without id',
    answer({ success: true, data: { ...page, sessions: [{ ...sessionFixture(), id: undefined }] } }),
  ],
  [
    'a name that is an object',
    answer({ success: true, data: { ...page, sessions: [{ ...sessionFixture(), deviceName: {} }] } }),
  ],
  [
    'a place that is text',
    answer({ success: true, data: { ...page, sessions: [{ ...sessionFixture(), location: 'Berlin' }] } }),
  ],
  ['a count that is text', answer({ success: true, data: { ...page, totalCount: 'five' } })],
];

describe('an answer of the wrong shape', () => {
  it.each(wrong)('is a failed load, never a crash or an empty list: %s', async (_, body) => {
    const { Wrapper } = overHttp(body);
    render(<SessionsList />, { wrapper: Wrapper });
    expect(await screen.findByRole('alert')).toHaveTextContent('Your devices couldn’t be loaded');
    expect(screen.queryByText('Only this device')).toBeNull();
  });

  it.each(wrong)('leaves what was on screen, marked as old: %s', async (_, body) => {
    const { next, Wrapper } = overHttp(good);
    const { result } = renderHook(() => useSessions(), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.status).toBe('ready'));
    next.body = body;
    await act(() => result.current.refetch());
    await waitFor(() => expect(result.current).toMatchObject({ status: 'ready', staleReason: 'error' }));
    expect(result.current.error).toEqual({ kind: 'unknown' });
    expect(result.current.sessions).toHaveLength(5);
  });

  it.each([
    ['revoke', (list: ReturnType<typeof useSessions>) => list.revoke('ses_tv')],
    ['revokeMany', (list: ReturnType<typeof useSessions>) => list.revokeMany(['ses_tv', 'ses_ipad'])],
    ['revokeOthers', (list: ReturnType<typeof useSessions>) => list.revokeOthers()],
  ])('to %s never counts as done', async (_, revoke) => {
    for (const body of [answer(null), answer(html), answer({ success: true, data: html }), html]) {
      const { next, Wrapper } = overHttp(good);
      const { result } = renderHook(() => useSessions(), { wrapper: Wrapper });
      await waitFor(() => expect(result.current.status).toBe('ready'));
      next.body = body;
      const outcome = await act(() => revoke(result.current));
      expect(outcome).toMatchObject({ revokedCount: 0, failure: { kind: 'unknown' } });
    }
  });

  it('to a rename leaves the name', async () => {
    const { next, Wrapper } = overHttp(good);
    const { result } = renderHook(() => useSessions(), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.status).toBe('ready'));
    next.body = answer({ success: true, data: {} });
    const outcome = await act(() => result.current.rename('ses_tv', 'TV'));
    expect(outcome).toEqual({ status: 'failed', failure: { kind: 'unknown' } });
  });
});

describe('an answer that speaks of each session', () => {
  it('fails those of which it says so, or nothing at all (C6)', async () => {
    const { next, Wrapper } = overHttp(good);
    const { result } = renderHook(() => useSessions(), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.status).toBe('ready'));
    const cause = { errorCode: 'STEP_UP_REQUIRED', message: 'Proof first.' };
    next.body = answer({
      success: true,
      data: {
        results: [
          { sessionId: 'ses_tv', status: 'revoked' },
          { sessionId: 'ses_ipad', status: 'failed', cause },
        ],
      },
    });
    const outcome = await act(() => result.current.revokeMany(['ses_tv', 'ses_ipad', 'ses_iphone']));
    expect(outcome.revokedIds).toEqual(['ses_tv']);
    expect(outcome.failures).toEqual([
      { sessionId: 'ses_ipad', failure: { kind: 'refused', cause } },
      { sessionId: 'ses_iphone', failure: { kind: 'unknown' } },
    ]);
  });

  it('lists a session once that stands on two pages', async () => {
    const { next, Wrapper } = overHttp(answer({ success: true, data: { ...page, totalCount: 6, nextCursor: 'next' } }));
    const { result } = renderHook(() => useSessions(), { wrapper: Wrapper });
    await waitFor(() => expect(result.current.hasMore).toBe(true));
    next.body = answer({
      success: true,
      data: { ...page, sessions: [sessionsFixture[4], sessionFixture({ id: 'new' })] },
    });
    await act(() => result.current.loadMore());
    await waitFor(() => expect(result.current.sessions.map(({ id }) => id)).toContain('new'));
    expect(result.current.sessions).toHaveLength(6);
  });
});

describe('a browser without storage', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each([
    ['blocked', new DOMException('The operation is insecure.', 'SecurityError')],
    ['missing', undefined],
  ])('lists devices all the same: %s (A16)', async (_, fault) => {
    for (const storage of ['localStorage', 'sessionStorage']) {
      vi.spyOn(window, storage as 'localStorage', 'get').mockImplementation(() => {
        if (fault !== undefined) throw fault;
        return undefined as unknown as Storage;
      });
    }
    const { Wrapper } = withBackend();
    render(<SessionsList />, { wrapper: Wrapper });
    expect(await screen.findByText('Work MacBook')).toBeVisible();
  });
});

describe('a megabyte of text', () => {
  const megabyte = '<b>W</b>'.repeat(131_072);

  it.each(['deviceName', 'browser', 'os', 'ipAddress', 'appVersion', 'signInMethod'] as const)(
    'in %s stays inert and short (R94)',
    async (field) => {
      const session = sessionFixture({
        id: 'big',
        ...(field !== 'deviceName' && { deviceName: '' }),
        [field]: megabyte,
      });
      const { Wrapper } = withBackend({ sessions: [...sessionsFixture.slice(0, 1), session] });
      const { container } = render(<SessionsList />, { wrapper: Wrapper });
      const list = await screen.findByRole('list', { name: 'Other devices' });
      screen
        .getAllByRole('button', { name: /^Details/ })
        .at(-1)
        ?.click();
      await screen.findByRole('button', { name: /^Rename/ });
      expect(container.querySelector('b')).toBeNull();
      expect(list.textContent?.length).toBeLessThan(1000);
      for (const button of screen.getAllByRole('button')) {
        expect(button.getAttribute('aria-label')?.length ?? 0).toBeLessThan(300);
      }
    },
  );
});
