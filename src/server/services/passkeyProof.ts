/**
 * Whether what an authenticator made or signed is genuine (WebAuthn L3 §7.1, §7.2): guards first, each with a reason of its
 * own, then the cryptography of SimpleWebAuthn. That is loaded at the first use, not at start: it takes a third of a second.
 */
import { createHash } from 'node:crypto';
import type { PasskeyAssertion, PasskeyAttestation } from '../../contract/passkey';
import type { RelyingParty } from './passkeyRelyingParty';

/** ES256, EdDSA, RS256 (RFC 9053), the ones that every browser has between them. */
export const passkeyAlgorithms = [-7, -8, -257] as const;

export type PasskeyRefusal =
  | 'passkey_malformed'
  | 'passkey_origin'
  | 'passkey_relying_party'
  | 'passkey_user_verification'
  | 'passkey_attestation'
  | 'passkey_signature';

export type ReadClientData =
  | { readonly status: 'read'; readonly challenge: string }
  | { readonly status: 'refused'; readonly reason: PasskeyRefusal };

/** What the browser says of the ceremony, apart from whether the challenge is known. */
export function readClientData(
  { origins }: RelyingParty,
  clientDataJSON: string,
  type: 'webauthn.create' | 'webauthn.get',
): ReadClientData {
  const { challenge, origin, ...said } = parseObject(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
  if (said['type'] !== type || typeof challenge !== 'string' || typeof origin !== 'string') {
    return { status: 'refused', reason: 'passkey_malformed' };
  }
  // A page that frames ours must not lead its visitors through a ceremony (WebAuthn L3 §13.4.2).
  const isFramed = said['crossOrigin'] === true || said['topOrigin'] !== undefined;
  if (isFramed || !origins.includes(origin)) return { status: 'refused', reason: 'passkey_origin' };
  return { status: 'read', challenge };
}

export interface NewCredential {
  readonly credentialId: string;
  /** COSE_Key, base64url. */
  readonly publicKey: string;
  readonly signCount: number;
  readonly isSynced: boolean;
}

export type AttestationProof =
  | { readonly status: 'passed'; readonly credential: NewCredential }
  | { readonly status: 'refused'; readonly reason: PasskeyRefusal };

export interface AttestationInput {
  readonly relyingParty: RelyingParty;
  readonly challenge: string;
  readonly credential: PasskeyAttestation;
}

export async function verifyAttestation({
  relyingParty,
  challenge,
  credential,
}: AttestationInput): Promise<AttestationProof> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  const { id, rawId, type, response } = credential;
  const decoded = attempt(() => {
    const attestation = decodeAttestationObject(bytes(response.attestationObject));
    return {
      format: attestation.get('fmt'),
      hasCertificates: attestation.get('attStmt').get('x5c') !== undefined,
      data: Buffer.from(attestation.get('authData')),
    };
  });
  if (decoded === undefined) return { status: 'refused', reason: 'passkey_malformed' };
  const { format, hasCertificates, data } = decoded;
  // None was asked for. Certificates would be fetched and checked, against addresses that a stranger chose.
  if (hasCertificates || (format !== 'none' && format !== 'packed')) {
    return { status: 'refused', reason: 'passkey_attestation' };
  }
  const reason = await refusalOf(relyingParty, data);
  if (reason !== null) return { status: 'refused', reason };
  const verified = await attemptAsync(() =>
    verifyRegistrationResponse({
      response: {
        id,
        rawId,
        type,
        response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: [...relyingParty.origins],
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    }),
  );
  const info = verified?.registrationInfo;
  if (info === undefined || info.credential.id !== id) return { status: 'refused', reason: 'passkey_attestation' };
  return {
    status: 'passed',
    credential: {
      credentialId: info.credential.id,
      publicKey: Buffer.from(info.credential.publicKey).toString('base64url'),
      signCount: info.credential.counter,
      isSynced: info.credentialBackedUp,
    },
  };
}

export type AssertionProof =
  | { readonly status: 'passed'; readonly signCount: number; readonly isSynced: boolean }
  | { readonly status: 'refused'; readonly reason: PasskeyRefusal };

export interface AssertionInput {
  readonly relyingParty: RelyingParty;
  readonly challenge: string;
  readonly assertion: PasskeyAssertion;
  /** COSE_Key, base64url. */
  readonly publicKey: string;
}

/** The signature counter is told, not judged: that takes a statement on the row. */
export async function verifyAssertion(input: AssertionInput): Promise<AssertionProof> {
  const { relyingParty, challenge, assertion, publicKey } = input;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const { id, rawId, type, response } = assertion;
  const { clientDataJSON, authenticatorData, signature } = response;
  const reason = await refusalOf(relyingParty, bytes(authenticatorData));
  if (reason !== null) return { status: 'refused', reason };
  const verified = await attemptAsync(() =>
    verifyAuthenticationResponse({
      response: {
        id,
        rawId,
        type,
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: [...relyingParty.origins],
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      credential: { id, publicKey: bytes(publicKey), counter: 0 },
    }),
  );
  if (verified?.verified !== true) return { status: 'refused', reason: 'passkey_signature' };
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  return { status: 'passed', signCount: newCounter, isSynced: credentialBackedUp };
}

/** What is wrong with authenticator data before any signature is looked at; `null` for nothing. */
async function refusalOf({ id }: RelyingParty, data: Uint8Array<ArrayBuffer>): Promise<PasskeyRefusal | null> {
  const { parseAuthenticatorData } = await import('@simplewebauthn/server/helpers');
  const parsed = attempt(() => parseAuthenticatorData(data));
  if (parsed === undefined) return 'passkey_malformed';
  const { rpIdHash, flags } = parsed;
  if (!createHash('sha256').update(id).digest().equals(rpIdHash)) return 'passkey_relying_party';
  return flags.up && flags.uv ? null : 'passkey_user_verification';
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const value = attempt((): unknown => JSON.parse(text));
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64url, 'base64url'));
}

/** The library throws for everything that it doesn't accept, and all of it came from outside. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

async function attemptAsync<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
