/**
 * Browsers that an account has signed in with before, so that a stranger's guesses can't lock its owner out (R81). No
 * trusted device: being known changes what limits count by, and never skips a factor.
 */
import { and, eq, gt } from 'drizzle-orm';
import { createSecret, hashSecret } from '../crypto/secretHash';
import { knownBrowsers } from '../database/schema';
import type { ServiceDeps } from './deps';
import { deviceHashOf, type SignInCaller } from './signInCaller';

/** As long as a cookie can live (rfc6265bis §5.5); every sign-in starts it again. */
export const knownBrowserMs = 400 * 24 * 60 * 60 * 1000;

/** The hash under which the account knows the browser. Asks the database alike for accounts that don't exist (R80). */
export async function findKnownBrowser(
  { database, clock }: ServiceDeps,
  userId: string | null,
  caller: SignInCaller,
): Promise<string | null> {
  const browserHash = deviceHashOf(caller);
  if (browserHash === null) return null;
  const [known] = await database
    .select({ browserHash: knownBrowsers.browserHash })
    .from(knownBrowsers)
    .where(
      and(
        eq(knownBrowsers.userId, userId ?? ''),
        eq(knownBrowsers.browserHash, browserHash),
        gt(knownBrowsers.lastSeenAt, clock.now() - knownBrowserMs),
      ),
    );
  return userId === null ? null : (known?.browserHash ?? null);
}

/**
 * Returns the secret for the cookie. One that the browser has is kept, or its other users would become strangers. To
 * plant one would gain a few guesses, no more.
 */
export async function rememberBrowser(
  { database, clock, random }: ServiceDeps,
  userId: string,
  caller: SignInCaller,
): Promise<string> {
  const now = clock.now();
  const presented = deviceHashOf(caller) !== null && caller.device.status === 'present' ? caller.device.value : null;
  const secret = presented ?? createSecret(random);
  await database
    .insert(knownBrowsers)
    .values({ userId, browserHash: hashSecret(secret), firstSeenAt: now, lastSeenAt: now })
    .onConflictDoUpdate({ target: [knownBrowsers.userId, knownBrowsers.browserHash], set: { lastSeenAt: now } });
  return secret;
}
