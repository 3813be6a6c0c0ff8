import { describe, expect, test } from 'vitest';
import { readSignInRequest, reasonOfEnd, signInHref } from '../../demo/app/signIn/signInRequest';

describe('where sign-in leads afterwards (R70)', () => {
  test.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/\t/evil.example',
    'https://evil.example/outbox',
    'http:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/sign-in',
    '/nowhere',
    '',
  ])('%j is no page of ours, so the first page is shown', (returnTo) => {
    expect(readSignInRequest(`?${new URLSearchParams({ returnTo })}`).returnTo).toBe('/');
  });

  test('a page of ours is returned to, with its filters', () => {
    expect(readSignInRequest(signInHref({ returnTo: '/outbox?only=texts' }).split('sign-in')[1] ?? '').returnTo).toBe(
      '/outbox?only=texts',
    );
  });

  test('a reason that is none of ours says nothing', () => {
    expect(readSignInRequest('?reason=%3Cb%3E').reason).toBeUndefined();
    expect(readSignInRequest('?reason=idle').reason).toBe('idle');
  });
});

describe('why a session ended, in a word that the sign-in page has a sentence for', () => {
  test.each([
    ['SESSION_EXPIRED', 'idle', 'idle'],
    ['SESSION_EXPIRED', 'absolute', 'absolute'],
    ['SESSION_EXPIRED', undefined, 'ended'],
    ['SESSION_REVOKED', 'revoked', 'revoked'],
    ['SESSION_REVOKED', 'session_limit', 'limit'],
    ['SESSION_REVOKED', 'signed_out', 'signedOut'],
    ['REFRESH_TOKEN_REUSED', undefined, 'ended'],
  ] as const)('%s with reason %s is "%s"', (errorCode, reason, expected) => {
    expect(reasonOfEnd({ errorCode, message: '', ...(reason && { reason }) })).toBe(expected);
  });

  test('somebody who was never signed in is told nothing', () => {
    expect(reasonOfEnd({ errorCode: 'UNAUTHENTICATED', message: '' })).toBeUndefined();
  });
});
