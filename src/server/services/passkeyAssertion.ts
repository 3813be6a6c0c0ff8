/** Proof by passkey (C15; WebAuthn L3 §7.2): over a challenge for one action, and by a key that is this user's. */
import { and, eq, lt, or } from 'drizzle-orm';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import { type PasskeyAssertion, passkeyAssertionSchema } from '../../contract/passkey';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import { passkeys } from '../database/schema';
import type { ServiceDeps } from './deps';
import {
  consumePasskeyChallenge,
  createPasskeyChallenge,
  type PresentedChallenge,
  requirePasskeyChallenge,
} from './passkeyChallenge';
import { readClientData, verifyAssertion } from './passkeyProof';
import { notePasskeyRefusal, passkeyUserHandle, type RefusedPasskey } from './passkeyRefusal';
import { type PasskeyRow, passkeysOf, requireRelyingParty, toDescriptor } from './passkeyRow';
import { requirePermitted } from './requirePermitted';
import type { GuardedCaller } from './sensitiveAction';
import type { Verification, Verifier } from './verificationMethod';

export interface BeginAssertionInput extends GuardedCaller {
  readonly actionType: SensitiveActionType;
}

/**
 * @throws {SessionSecurityError} `FORBIDDEN` for an action that the user may not do at all; `METHOD_NOT_ALLOWED` for a user
 * without a passkey, or a server without any.
 */
export async function beginPasskeyAssertion(deps: ServiceDeps, { session, caller, actionType }: BeginAssertionInput) {
  await requirePermitted(deps, { session, caller }, actionType);
  const { id: rpId } = requireRelyingParty(deps);
  const { clock, policy } = deps;
  const rows = await passkeysOf(deps, session.userId);
  if (rows.length === 0) throw new SessionSecurityError('METHOD_NOT_ALLOWED', { reason: 'no_passkey' });
  const { challenge, expiresAt } = await createPasskeyChallenge(deps, { session, purpose: actionType });
  return {
    options: {
      challenge,
      rpId,
      timeout: policy.passkey.ttlMs,
      userVerification: 'required' as const,
      allowCredentials: rows.map(toDescriptor),
    },
    actionType,
    expiresAt: toIso(expiresAt),
    serverTime: toIso(clock.now()),
  };
}

export const passkeyVerifier: Verifier = {
  method: 'passkey',
  // Nothing can be guessed here, and a lock would let whoever holds a cookie take the strongest method away.
  factor: null,

  async isAvailable(deps, { id }) {
    return deps.relyingParty !== null && (await passkeysOf(deps, id)).length > 0;
  },

  async verify(deps, { user, session, actionType, caller, proof }) {
    const { success, data: assertion } = passkeyAssertionSchema.safeParse(proof.assertion);
    // There is no way to begin one before there is a session.
    if (!success || session === null || actionType === null) return { status: 'wrong' };
    const relyingParty = requireRelyingParty(deps);
    const refuse = async (reason: RefusedPasskey['reason']): Promise<Verification> => {
      await notePasskeyRefusal(deps, { session, caller, reason });
      return { status: 'wrong' };
    };
    const read = readClientData(relyingParty, assertion.response.clientDataJSON, 'webauthn.get');
    if (read.status === 'refused') return refuse(read.reason);
    const presented: PresentedChallenge = { challenge: read.challenge, session, purpose: actionType };
    await requirePasskeyChallenge(deps, presented);
    const passkey = await ownPasskey(deps, user.id, assertion);
    const outcome =
      passkey === undefined
        ? ({ status: 'refused', reason: 'passkey_unknown' } as const)
        : await verifyAssertion({ relyingParty, challenge: read.challenge, assertion, publicKey: passkey.publicKey });
    if (outcome.status === 'passed' && passkey !== undefined && isCounterNewer(passkey, outcome.signCount)) {
      return {
        status: 'passed',
        consume: (inTransaction) => consume(inTransaction, presented, { ...outcome, passkey }),
      };
    }
    // One try for each challenge.
    await consumePasskeyChallenge(deps, presented);
    return refuse(outcome.status === 'refused' ? outcome.reason : 'passkey_counter');
  },
};

interface AcceptedAssertion {
  readonly passkey: PasskeyRow;
  readonly signCount: number;
  readonly isSynced: boolean;
}

/** Both are conditional, so of two answers at once only one counts, and of two copies of a key only the newer. */
async function consume(
  inTransaction: ServiceDeps,
  presented: PresentedChallenge,
  { passkey, signCount, isSynced }: AcceptedAssertion,
): Promise<boolean> {
  if (!(await consumePasskeyChallenge(inTransaction, presented))) return false;
  const { database, clock } = inTransaction;
  const isNewer = or(lt(passkeys.signCount, signCount), ...(signCount === 0 ? [eq(passkeys.signCount, 0)] : []));
  const used = await database
    .update(passkeys)
    .set({ signCount, isSynced, lastUsedAt: clock.now() })
    .where(and(eq(passkeys.id, passkey.id), isNewer))
    .returning({ id: passkeys.id });
  return used.length === 1;
}

/** Authenticators that don't count send 0 always (WebAuthn L3 §6.1.1). */
function isCounterNewer(passkey: PasskeyRow, signCount: number): boolean {
  return signCount > passkey.signCount || (signCount === 0 && passkey.signCount === 0);
}

/** Somebody else's credential does not exist, whatever the authenticator says of its owner. */
async function ownPasskey(
  deps: ServiceDeps,
  userId: string,
  { id, rawId, response }: PasskeyAssertion,
): Promise<PasskeyRow | undefined> {
  const { userHandle } = response;
  if (id !== rawId) return undefined;
  if (userHandle !== undefined && userHandle !== null && userHandle !== passkeyUserHandle(deps, userId)) {
    return undefined;
  }
  const [row] = await deps.database
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.credentialId, id), eq(passkeys.userId, userId)));
  return row;
}
