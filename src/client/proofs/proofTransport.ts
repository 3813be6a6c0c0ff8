/**
 * The calls that collect proof, over the client's own chain. What they answer is hostile until checked: a challenge of
 * another shape is no challenge, and anything but `verified: true` is no proof (fail closed).
 */
import type { ProcedureInput, ProcedureOutput, ProcedurePath } from '../../contract/procedures';
import { normaliseVerificationMethod } from '../../contract/verification';
import type { VerificationMethod } from '../../contract/verification';
import type {
  GivenProof,
  OpenChallenge,
  ProofAnswer,
  ProofTransport,
  StepUpToken,
} from '../../engine/proof/ProofTransport';
import { createDeadlines } from '../createDeadlines';
import type { Deadlines } from '../createDeadlines';
import { isId, isObject } from '../../engine/guards';
import { failureFacts } from '../failureFacts';
import { isNoAnswer } from '../NoAnswerError';

/** Calls one procedure and returns its `data`. */
export type CallProcedure = <Path extends ProcedurePath>(
  path: Path,
  input: ProcedureInput<Path>,
) => Promise<ProcedureOutput<Path>['data']>;

export interface ProofTransportOptions {
  readonly call: CallProcedure;
  /** By which deadlines are kept, epoch milliseconds. */
  readonly now: () => number;
}

export function proofTransport({ call, now }: ProofTransportOptions): ProofTransport {
  const deadlines = createDeadlines(now);
  const exchange = async <Value>(
    asked: Promise<unknown>,
    read: (data: unknown) => Value | undefined,
  ): Promise<ProofAnswer<Value>> => {
    try {
      const data = await asked;
      if (isObject(data)) deadlines.learn(data['serverTime']);
      const value = read(data);
      // The answer itself stays out of what a page can see: there may be a token in it.
      return value === undefined ? { kind: 'unreadable', cause: unreadable() } : { kind: 'ok', value };
    } catch (error) {
      const { code, retryAfterMs, attemptsRemaining } = failureFacts(error, deadlines.serverTime());
      if (code !== undefined) {
        return { kind: 'refused', code, retryAfterMs, attemptsRemaining, cause: error };
      }
      return { kind: isNoAnswer(error) ? 'unanswered' : 'unreadable', cause: error };
    }
  };
  return {
    openChallenge: (actionType, method) =>
      exchange(call('auth.create2FAChallenge', { actionType, ...(method !== undefined && { method }) }), (data) =>
        readChallenge(data, actionType, deadlines),
      ),
    resend: (challengeId, actionType) =>
      exchange(call('auth.resend2FAChallenge', { challengeId }), (data) => readChallenge(data, actionType, deadlines)),
    verify: (challengeId, method, proof) =>
      exchange(call('auth.verify2FAChallenge', { challengeId, ...withMethod(method, proof) } as never), (data) =>
        isObject(data) && data['verified'] === true ? true : undefined,
      ),
    stepUpMethods: (actionType) =>
      exchange(call('auth.getStepUpMethods', { actionType }), (data) =>
        isObject(data) ? methodsIn(data['methods']) : undefined,
      ),
    createStepUpToken: ({ actionType, parametersDigest, method, proof, challengeId }) =>
      exchange(
        call('auth.createStepUpToken', {
          actionType,
          ...(parametersDigest !== undefined && { parametersDigest }),
          ...withMethod(stepUpNames[method] ?? method, proof),
          ...(method === '2fa_sms' && challengeId !== undefined && { challengeId }),
        } as never),
        (data) => readToken(data, actionType, deadlines),
      ),
    async assertion(actionType) {
      const { options } = await call('auth.beginPasskeyAssertion', { actionType });
      const { startAuthentication } = await import('@simplewebauthn/browser');
      return { assertion: await startAuthentication({ optionsJSON: options as never }) };
    },
  };
}

function unreadable(): TypeError {
  return new TypeError('react-session-security: the answer has not the shape of the contract.');
}

/** C15 has names of its own for two of them. */
const stepUpNames: Readonly<Partial<Record<VerificationMethod, string>>> = { '2fa_totp': 'totp', '2fa_sms': 'sms' };

function withMethod(method: string, proof: GivenProof): object {
  return { method, ...proof };
}

function readChallenge(data: unknown, actionType: string, deadlines: Deadlines): OpenChallenge | undefined {
  if (!isObject(data) || !isId(data['challengeId'])) return undefined;
  const { challengeId, attemptsRemaining, deliveryHint } = data;
  // A challenge for something else would prove something else. Not every back end says what it is for.
  if ((data['actionType'] ?? actionType) !== actionType) return undefined;
  const methods = methodsIn(data['methods']);
  const [method] = methodsIn([data['method']]) ?? [];
  const expiresAt = deadlines.of(data['expiresAt']);
  const resendAvailableAt = deadlines.of(data['resendAvailableAt']);
  if (methods === undefined || expiresAt === undefined || typeof attemptsRemaining !== 'number') return undefined;
  return {
    challengeId,
    methods,
    attemptsRemaining,
    expiresAt,
    ...(method !== undefined && { method }),
    ...(resendAvailableAt !== undefined && { resendAvailableAt }),
    ...(typeof deliveryHint === 'string' && { deliveryHint: deliveryHint.slice(0, 64) }),
  };
}

function methodsIn(value: unknown): readonly VerificationMethod[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const known = (value as readonly unknown[])
    .map((name) => (typeof name === 'string' ? normaliseVerificationMethod(name) : undefined))
    .filter((method) => method !== undefined);
  return [...new Set(known)];
}

function readToken(data: unknown, actionType: string, deadlines: Deadlines): StepUpToken | undefined {
  if (!isObject(data) || data['actionType'] !== actionType) return undefined;
  const { token } = data;
  const expiresAt = deadlines.of(data['expiresAt']);
  return typeof token === 'string' && /^[0-9a-f]{64}$/.test(token) && expiresAt !== undefined
    ? { token, expiresAt }
    : undefined;
}
