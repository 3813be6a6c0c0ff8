/** Who is signing in, as far as it is known before anybody is: the browser, by its cookies and its address. */
import { hashSecret, hasSecretForm } from '../crypto/secretHash';
import type { SessionCredential } from './authenticate';
import type { RequestOrigin } from './deps';
import type { PresentedCookies } from './presentedSessions';

export interface SignInCaller {
  readonly origin: RequestOrigin;
  /** Of whoever was signed in here before. */
  readonly cookies: PresentedCookies;
  /** How the new session is to travel (SPEC G3). */
  readonly transport: 'cookie' | 'bearer';
  /** Binds a sign-in in progress to one browser (T5, R95). */
  readonly preAuth: SessionCredential;
  /** The browser's lasting cookie: limits go by it, nothing is granted for it. */
  readonly device: SessionCredential;
}

/** `null` where the browser presents none that could be ours. */
export function preAuthHashOf({ preAuth }: SignInCaller): string | null {
  return presentedHash(preAuth);
}

export function deviceHashOf({ device }: SignInCaller): string | null {
  return presentedHash(device);
}

function presentedHash(credential: SessionCredential): string | null {
  return credential.status === 'present' && hasSecretForm(credential.value) ? hashSecret(credential.value) : null;
}
