/** A new passkey (C18; WebAuthn L3 §7.1): a challenge after proof of who is there, and the key that answers it, once. */
import { count, eq } from 'drizzle-orm';
import { cleanDeviceName } from '../../contract/deviceName';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { PasskeyAttestation } from '../../contract/passkey';
import { createHandle } from '../crypto/secretHash';
import { passkeys } from '../database/schema';
import type { ServiceDeps } from './deps';
import { changeFactors, confirmedBy, type FactorCaller, recordFactorAction } from './factorChange';
import { consumePasskeyChallenge, createPasskeyChallenge, requirePasskeyChallenge } from './passkeyChallenge';
import { notePasskeyRefusal, passkeyUserHandle, refusedPasskey } from './passkeyRefusal';
import { type NewCredential, passkeyAlgorithms, readClientData, verifyAttestation } from './passkeyProof';
import { passkeysOf, requireRelyingParty, toDescriptor, toPasskey } from './passkeys';
import type { GuardedCaller } from './sensitiveAction';

const purpose = 'registration';

/** @throws {SessionSecurityError} `METHOD_NOT_ALLOWED`, or `INVALID_REQUEST` (reason `passkey_limit`). */
export async function beginPasskeyRegistration(deps: ServiceDeps, input: FactorCaller) {
  const { session } = input;
  const relyingParty = requireRelyingParty(deps);
  const { clock, policy, users } = deps;
  const { userId } = session;
  const existing = await passkeysOf(deps, userId);
  if (existing.length >= policy.passkey.maxPerUser) throw tooMany();
  const user = await users.findById(userId);
  const name = user?.email ?? user?.phone ?? user?.displayName ?? userId;
  const { challenge, expiresAt } = await deps.database.transaction(async (database) => {
    const inTransaction = { ...deps, database };
    await recordFactorAction(inTransaction, input, 'passkey_registration_begun');
    return createPasskeyChallenge(inTransaction, { session, purpose });
  });
  return {
    options: {
      challenge,
      rp: { id: relyingParty.id, name: relyingParty.name },
      user: { id: passkeyUserHandle(deps, userId), name, displayName: user?.displayName ?? name },
      pubKeyCredParams: passkeyAlgorithms.map((alg) => ({ type: 'public-key' as const, alg })),
      timeout: policy.passkey.ttlMs,
      attestation: 'none' as const,
      authenticatorSelection: {
        residentKey: 'preferred' as const,
        requireResidentKey: false,
        userVerification: 'required' as const,
      },
      excludeCredentials: existing.map(toDescriptor),
    },
    expiresAt: toIso(expiresAt),
    serverTime: toIso(clock.now()),
  };
}

export interface ConfirmPasskeyInput extends GuardedCaller {
  readonly credential: PasskeyAttestation;
  readonly name?: string | undefined;
}

/**
 * @throws {SessionSecurityError} `CHALLENGE_NOT_FOUND`, `CHALLENGE_EXPIRED`; `INVALID_CREDENTIALS` with the reason, a
 * `PasskeyRefusal` or `passkey_known`; `INVALID_REQUEST` (reason `passkey_limit`).
 */
export async function confirmPasskeyRegistration(deps: ServiceDeps, input: ConfirmPasskeyInput) {
  const { session, caller, credential } = input;
  const relyingParty = requireRelyingParty(deps);
  const read = readClientData(relyingParty, credential.response.clientDataJSON, 'webauthn.create');
  if (read.status === 'refused') {
    await notePasskeyRefusal(deps, { session, caller, reason: read.reason });
    throw refusedPasskey(read.reason);
  }
  const presented = { challenge: read.challenge, session, purpose } as const;
  // Taken before anything is looked at: what fails is not tried again with the same challenge.
  if (!(await consumePasskeyChallenge(deps, presented))) {
    await requirePasskeyChallenge(deps, presented);
    throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
  }
  const proof = await verifyAttestation({ relyingParty, challenge: read.challenge, credential });
  if (proof.status === 'refused') {
    await notePasskeyRefusal(deps, { session, caller, reason: proof.reason });
    throw refusedPasskey(proof.reason);
  }
  return changeFactors(deps, {
    session,
    caller,
    granted: confirmedBy('passkey'),
    event: 'passkey_added',
    change: (inTransaction) => addPasskey(inTransaction, input, proof.credential),
  });
}

async function addPasskey(
  { database, clock, random, policy }: ServiceDeps,
  { session, credential, name }: ConfirmPasskeyInput,
  { credentialId, publicKey, signCount, isSynced }: NewCredential,
) {
  const { userId } = session;
  const [existing] = await database.select({ count: count() }).from(passkeys).where(eq(passkeys.userId, userId));
  if ((existing?.count ?? 0) >= policy.passkey.maxPerUser) throw tooMany();
  const cleaned = cleanDeviceName(name ?? '');
  const [row] = await database
    .insert(passkeys)
    .values({
      id: createHandle(random),
      userId,
      credentialId,
      publicKey,
      signCount,
      transports: knownTransports(credential),
      name: cleaned === '' ? session.deviceName : cleaned,
      isSynced,
      createdAt: clock.now(),
      lastUsedAt: null,
    })
    // One credential is one account's (WebAuthn L3 §7.1, step 26).
    .onConflictDoNothing({ target: passkeys.credentialId })
    .returning();
  if (row === undefined) throw refusedPasskey('passkey_known');
  return { passkey: toPasskey(row) };
}

/** A hint for browsers, handed back as it came; words only, so that nothing else is kept. */
function knownTransports({ response }: PasskeyAttestation): string[] {
  return (response.transports ?? []).filter((transport) => /^[a-z-]+$/u.test(transport));
}

function tooMany(): SessionSecurityError {
  return new SessionSecurityError('INVALID_REQUEST', { reason: 'passkey_limit' });
}
