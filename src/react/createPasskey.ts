/** Has the user's authenticator make a passkey. What talks to it is loaded with the first one (SPEC K10). */
import type { PasskeyCreationOptions } from '../contract/passkey';
import { PasskeyCeremonyError } from './twoFactorFailure';

/** What is sent of it is what the server reads. @throws {PasskeyCeremonyError} where none was made */
export async function createPasskey(options: PasskeyCreationOptions) {
  const { startRegistration } = await import('@simplewebauthn/browser');
  try {
    const { id, rawId, type, response } = await startRegistration({ optionsJSON: options as never });
    const { clientDataJSON, attestationObject, transports } = response;
    return {
      id,
      rawId,
      type,
      response: { clientDataJSON, attestationObject, ...(transports !== undefined && { transports }) },
    };
  } catch (error) {
    throw new PasskeyCeremonyError(kindOf(error), { cause: error });
  }
}

/** Whether it is worth offering at all. `false` on a server. */
export function canCreatePasskeys(): boolean {
  return typeof PublicKeyCredential === 'function';
}

/** The browser's errors, as SimpleWebAuthn tells them apart. `NotAllowedError` is all that privacy lets most of them say. */
function kindOf(error: unknown): PasskeyCeremonyError['kind'] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'passkeyKnown';
  return /_MISSING_|_NO_SUPPORTED_|_INVALID_(?:DOMAIN|RP_ID)$/.test(code) ? 'passkeyUnsupported' : 'passkeyNotGiven';
}
