/** People who have accounts in tests. */
import { HOTP, Secret } from 'otpauth';
import type { Browser } from './createBrowser';
import type { TestServer } from './createTestServer';

export const ada = {
  id: 'user-ada',
  email: 'ada@example.com',
  phone: '+442079460958',
  password: 'correct horse battery staple',
  displayName: 'Ada Lovelace',
  roles: ['user', 'admin'],
} as const;

export const bob = {
  id: 'user-bob',
  email: 'bob@example.com',
  phone: '+493012345678',
  password: 'bob keeps bees in berlin',
  displayName: 'Bob',
  roles: ['user'],
} as const;

/** Has a second factor. */
export const grace = {
  id: 'user-grace',
  email: 'grace@example.com',
  phone: '+12025550143',
  password: 'a ship in port is safe',
  displayName: 'Grace Hopper',
  roles: ['user'],
  totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
} as const;

export function totpAt(epochMs: number, secret: string = grace.totpSecret): string {
  return HOTP.generate({ secret: Secret.fromBase32(secret), counter: Math.floor(epochMs / 30_000) });
}

/** A session by password; for Grace, by her second factor too. */
export async function signIn(
  { clock }: Pick<TestServer, 'clock'>,
  browser: Browser,
  user: typeof ada | typeof bob | typeof grace = ada,
) {
  const first = await browser.call('auth.signIn', { identifier: user.email, password: user.password });
  if (first.data['status'] !== '2fa_required') return first;
  const { challengeId } = first.data;
  return browser.call('auth.verifySignIn2FA', { challengeId, code: totpAt(clock.now()) });
}
