/** What the list says of a full account (S9, V5): what the next sign-in will do, if the back end tells. */
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  createSessionSecurity,
  handlersLink,
  messagesAr,
  messagesEn,
  SessionSecurityProvider,
  SessionsList,
} from 'react-session-security';
import type { SessionsPage } from 'react-session-security';
import { sessionsFixture } from 'react-session-security/testing';

function openFull(onLimit: SessionsPage['onLimit']) {
  const page: SessionsPage = {
    sessions: sessionsFixture,
    totalCount: 5,
    maxSessions: 5,
    serverTime: '2026-11-21T09:00:00.000Z',
    ...(onLimit !== undefined && { onLimit }),
  };
  const client = createSessionSecurity({ link: handlersLink({ 'session.getSessions': () => page }) });
  return render(
    <SessionSecurityProvider client={client}>
      <SessionsList />
    </SessionSecurityProvider>,
  );
}

const full = 'You’re signed in on all 5 devices that your account allows.';

describe('a full account', () => {
  it.each([
    ['evict-oldest', `${full} When you sign in on another one, the one used longest ago is signed out.`],
    ['ask', `${full} When you sign in on another one, you’re asked whether to sign out the one used longest ago.`],
    ['reject', `${full} To sign in on another one, sign out one of these first.`],
    [undefined, full],
    ['a policy of tomorrow' as never, full],
  ] as const)('with %s says what comes next, and promises nothing else (S9)', async (onLimit, text) => {
    openFull(onLimit);
    expect(await screen.findByText(text)).toBeVisible();
  });

  it.each([messagesEn, messagesAr])('has a sentence for each policy in each language', ({ sessions }) => {
    const sentences = ([undefined, 'evict-oldest', 'ask', 'reject'] as const).map((policy) =>
      sessions.limit(5, policy),
    );
    expect(new Set(sentences).size).toBe(4);
  });
});
