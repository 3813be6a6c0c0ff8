/** Actions that were put aside, in a real browser: its session storage, its locks, its random numbers (F10, F11). */
import { createSessionSecurity, handlersLink } from 'react-session-security/client';
import type { NewPendingAction, SessionSecurityClient } from 'react-session-security/client';
import { beforeEach, expect, it } from 'vitest';

const action: NewPendingAction = {
  name: 'users.changeRole',
  actionType: 'role_change',
  parameters: { userId: 'usr_7', newRole: 'admin' },
  returnTo: '/admin/users',
};
const token = 'a'.repeat(64);
/** Another document in the same tab, as far as storage goes. */
const openPage = (stepUpTokens?: 'sessionStorage'): SessionSecurityClient =>
  createSessionSecurity({ link: handlersLink({}), stepUpTokens });

// Test files that ran in the same tab before share the storage.
beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

it('outlives its page in the tab’s own storage, and nothing of it lies where other tabs look', async () => {
  const before = openPage();
  expect(before.proofs.mayHavePendingActions()).toBe(false);
  const id = (await before.proofs.loadPendingActions()).put(action);
  const { proofs } = openPage();
  expect(proofs.mayHavePendingActions()).toBe(true);
  expect((await proofs.loadPendingActions()).peek(id)).toEqual({ id, ...action });
  expect(JSON.stringify(localStorage)).not.toContain('usr_7');
});

it('is taken once of many pages at once, with its token, and leaves nothing of either', async () => {
  const first = await openPage('sessionStorage').proofs.loadPendingActions();
  const id = first.put(action);
  first.keepToken(id, { token, expiresAt: Date.now() + 60_000 });
  expect(sessionStorage.getItem('react-session-security:pending')).toContain(token);
  const pages = await Promise.all(
    Array.from({ length: 5 }, () => openPage('sessionStorage').proofs.loadPendingActions()),
  );
  const taken = await Promise.all([...pages, ...pages].map((pending) => pending.take(id)));
  expect(taken.filter((one) => one !== undefined)).toEqual([
    { action: { id, ...action }, stepUpToken: { token, expiresAt: expect.any(Number) as number } },
  ]);
  expect(JSON.stringify(sessionStorage) + JSON.stringify(localStorage)).not.toContain(token);
  expect(sessionStorage.getItem('react-session-security:pending')).toBeNull();
});

it('has ids that nobody guesses', async () => {
  const pending = await openPage().proofs.loadPendingActions();
  const ids = Array.from({ length: 50 }, () => pending.put(action));
  expect(new Set(ids).size).toBe(50);
  expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
});
