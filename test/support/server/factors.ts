/** What tests of second factors do again and again: prove who is there, and set a factor up. */
import type {
  PasskeyAssertionBegun,
  PasskeyRegistrationBegun,
  SensitiveActionType,
} from 'react-session-security/contract';
import { totpAt } from './accounts';
import type { Answer, Browser } from './createBrowser';
import type { TestServer } from './createTestServer';
import type { AuthenticatorOptions, Ceremony, SoftwareAuthenticator } from './softwareAuthenticator';
import { createSoftwareAuthenticator } from './softwareAuthenticator';

export type Proof =
  | { readonly password: string }
  | { readonly method: 'totp' | 'backup_code'; readonly code: string }
  | { readonly method: 'passkey'; readonly assertion: unknown };

/** A single-use token for one change. */
export async function stepUp(
  browser: Browser,
  proof: Proof,
  actionType: SensitiveActionType = 'security_settings',
): Promise<string> {
  const given = 'password' in proof ? { password: proof.password } : proof;
  const { data, error } = await browser.call('auth.createStepUpToken', { actionType, ...given });
  if (typeof data['token'] !== 'string') throw new Error(`No step-up token: ${JSON.stringify(error)}`);
  return data['token'];
}

export interface Totp {
  readonly enrolmentId: string;
  readonly secret: string;
}

export async function beginTotp(browser: Browser, proof: Proof): Promise<Totp> {
  const { data } = await browser.call('auth.beginTotpEnrolment', { stepUpToken: await stepUp(browser, proof) });
  return data as unknown as Totp;
}

/** Sets an authenticator app up; the clock then stands at its next code. */
export async function enrolTotp(test: TestServer, browser: Browser, proof: Proof) {
  const totp = await beginTotp(browser, proof);
  const code = totpAt(test.clock.now(), totp.secret);
  const { data } = await browser.call('auth.confirmTotpEnrolment', { enrolmentId: totp.enrolmentId, code });
  test.clock.advance(30_000);
  return { ...totp, backupCodes: data['backupCodes'] as string[] };
}

export async function beginPasskey(browser: Browser, proof: Proof): Promise<PasskeyRegistrationBegun['options']> {
  const stepUpToken = await stepUp(browser, proof);
  const { data } = await browser.call('auth.beginPasskeyRegistration', { stepUpToken });
  return (data as unknown as PasskeyRegistrationBegun).options;
}

export async function addPasskey(browser: Browser, proof: Proof, options?: AuthenticatorOptions) {
  const authenticator = createSoftwareAuthenticator(options);
  const credential = authenticator.create(await beginPasskey(browser, proof));
  const answer = await browser.call('auth.confirmPasskeyRegistration', { credential });
  const { passkey } = answer.data as { readonly passkey: { readonly id: string; readonly name: string } };
  return { authenticator, passkey };
}

/** Asks for a challenge and answers it, well or with `changes`. */
export async function assertPasskey(
  browser: Browser,
  authenticator: SoftwareAuthenticator,
  {
    actionType = 'security_settings',
    ...changes
  }: Partial<Ceremony> & { readonly actionType?: SensitiveActionType } = {},
) {
  const { data } = await browser.call('auth.beginPasskeyAssertion', { actionType });
  return authenticator.get((data as unknown as PasskeyAssertionBegun).options, changes);
}

export const codeOf = ({ error }: Answer): string | undefined => error?.errorCode;
