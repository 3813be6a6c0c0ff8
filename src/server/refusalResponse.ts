/** What a refusal is over HTTP, beside its body: its status, and the headers that tell a client when and how to go on. */
import { errorTable, isBrandedSessionSecurityError, type SessionSecurityError } from '../contract/errors';
import type { ResponseEffects } from './context';
import type { ServiceDeps } from './services/deps';

/** What asks for more proof says so in the words of RFC 9470 too, whatever its status (R47). */
export function refusalStatus(
  { policy, stepUpStatus }: Pick<ServiceDeps, 'policy' | 'stepUpStatus'>,
  response: Pick<ResponseEffects, 'askForAuthentication' | 'retryAfter'>,
  { errorCode, action, retryAfter }: SessionSecurityError,
) {
  if (retryAfter !== undefined) response.retryAfter(retryAfter);
  if (errorCode !== '2FA_REQUIRED' && errorCode !== 'STEP_UP_REQUIRED') return errorTable[errorCode].status;
  const { actions, stepUp } = policy;
  const needsSecondFactor = errorCode === '2FA_REQUIRED';
  const maxAgeMs = needsSecondFactor && action !== undefined ? actions[action].graceMs : stepUp.ttlMs;
  response.askForAuthentication(needsSecondFactor ? 'second_factor' : 'step_up', Math.floor(maxAgeMs / 1000));
  return stepUpStatus;
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
