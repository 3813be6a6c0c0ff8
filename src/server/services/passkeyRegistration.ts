/** A new passkey (C18; WebAuthn L3 §7.1): a challenge after proof of who is there, and the key that answers it, once. */
import { cleanDeviceName } from '../../contract/deviceName';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { PasskeyAttestation } from '../../contract/passkey';
import { createHandle } from '../crypto/secretHash';
import { passkeys } from '../database/schema';
import { actionTransaction } from './actionTransaction';
import type { ServiceDeps } from './deps';
import { confirmFactor, recordFactorAction } from './factorChange';
import { consumePasskeyChallenge, createPasskeyChallenge, requirePasskeyChallenge } from './passkeyChallenge';
import { notePasskeyRefusal, passkeyUserHandle, refusedPasskey } from './passkeyRefusal';
import { type NewCredential, passkeyAlgorithms, readClientData, verifyAttestation } from './passkeyProof';
import { passkeysOf, requireRelyingParty, toDescriptor, toPasskey } from './passkeyRow';
import type { GuardedCaller, ProvedAction } from './sensitiveAction';

const purpose = 'registration';

/** @throws {SessionSecurityError} `METHOD_NOT_ALLOWED`, or `INVALID_REQUEST` (reason `passkey_limit`). */
export async function beginPasskeyRegistration(deps: ServiceDeps, action: ProvedAction) {
  const { session } = action;
  const relyingParty = requireRelyingParty(deps);
  const { clock, policy, users } = deps;
  const { userId } = session;
  const existing = await passkeysOf(deps, userId);
  // Not asked again at the end: what one key adds makes every other set-up void that is under way.
  if (existing.length >= policy.passkey.maxPerUser) {
    throw new SessionSecurityError('INVALID_REQUEST', { reason: 'passkey_limit' });
  }
  const user = await users.findById(userId);
  const name = user?.email ?? user?.phone ?? user?.displayName ?? userId;
  const { challenge, expiresAt } = await actionTransaction(deps, action, async (inTransaction) => {
    await recordFactorAction(inTransaction, action, 'passkey_registration_begun');
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
 * `PasskeyRefusal` or `passkey_known`.
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
  await requirePasskeyChallenge(deps, presented);
  const proof = await verifyAttestation({ relyingParty, challenge: read.challenge, credential });
  if (proof.status === 'refused') {
    // One try for each challenge.
    await consumePasskeyChallenge(deps, presented);
    await notePasskeyRefusal(deps, { session, caller, reason: proof.reason });
    throw refusedPasskey(proof.reason);
  }
  return confirmFactor(deps, input, {
    method: 'passkey',
    event: 'passkey_added',
    async change(inTransaction) {
      // Somebody was first, or what it was begun against counts no more.
      if (!(await consumePasskeyChallenge(inTransaction, presented))) {
        throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
      }
      return addPasskey(inTransaction, input, proof.credential);
    },
  });
}

async function addPasskey(
  { database, clock, random }: ServiceDeps,
  { session, credential, name }: ConfirmPasskeyInput,
  { credentialId, publicKey, signCount, isSynced }: NewCredential,
) {
  const { userId } = session;
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
