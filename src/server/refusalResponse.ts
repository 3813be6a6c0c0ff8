/** What a refusal is over HTTP, beside its body: its status, and the headers that tell a client when and how to go on. */
import {
  errorTable,
  isBrandedSessionSecurityError,
  type SessionSecurityError,
  type SessionSecurityErrorCode,
} from '../contract/errors';
import type { ResponseEffects } from './context';
import type { ServiceDeps } from './services/deps';

/** The status of the code; what asks for more proof has the one that the host chose. */
export function statusOf({ stepUpStatus }: Pick<ServiceDeps, 'stepUpStatus'>, { errorCode }: SessionSecurityError) {
  return asksForProof(errorCode) ? stepUpStatus : errorTable[errorCode].status;
}

/** What asks for more proof says so in the words of RFC 9470 too, whatever its status (R47). */
export function refusalStatus(
  deps: Pick<ServiceDeps, 'policy' | 'stepUpStatus'>,
  response: Pick<ResponseEffects, 'askForAuthentication' | 'retryAfter'>,
  error: SessionSecurityError,
) {
  const { errorCode, action, retryAfter } = error;
  if (retryAfter !== undefined) response.retryAfter(retryAfter);
  if (asksForProof(errorCode)) {
    const { actions, stepUp } = deps.policy;
    const needsSecondFactor = errorCode === '2FA_REQUIRED';
    const maxAgeMs = needsSecondFactor && action !== undefined ? actions[action].graceMs : stepUp.ttlMs;
    response.askForAuthentication(needsSecondFactor ? 'second_factor' : 'step_up', Math.floor(maxAgeMs / 1000));
  }
  return statusOf(deps, error);
}

function asksForProof(errorCode: SessionSecurityErrorCode): boolean {
  return errorCode === '2FA_REQUIRED' || errorCode === 'STEP_UP_REQUIRED';
}

/** @throws what is no refusal, as it came. */
export function refusalResponse(
  deps: Pick<ServiceDeps, 'policy' | 'stepUpStatus'>,
  effectsOn: (headers: Headers) => ResponseEffects,
  error: unknown,
): Response {
  if (!isBrandedSessionSecurityError(error)) throw error;
  const headers = new Headers({ 'cache-control': 'no-store' });
  const status = refusalStatus(deps, effectsOn(headers), error);
  return Response.json({ error: error.toCause() }, { status, headers });
}
