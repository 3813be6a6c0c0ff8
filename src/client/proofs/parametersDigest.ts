/** What a step-up token is bound to beside its action (R45). */
import { boundParameters } from '../../contract/boundParameters';

/**
 * SHA-256 over {@link boundParameters}, lower-case hex. `undefined` where the page has no Web Crypto, which is where it
 * came over plain HTTP: the token is then bound to the action alone.
 */
export async function parametersDigest(input: unknown): Promise<string | undefined> {
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return undefined;
  const hash = await subtle.digest('SHA-256', new TextEncoder().encode(boundParameters(input)));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
