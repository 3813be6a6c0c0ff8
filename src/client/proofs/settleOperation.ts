/** The rest of a tRPC call that was refused until there is proof: loaded with the first of them (SPEC K10). */
import type { Operation, OperationLink } from '@trpc/client';
import type { Cancel } from '../../contract/clock';
import { isPlainObject } from '../../contract/isPlainObject';
import { isOutcomeError, NotReplayableError } from '../../contract/outcomeErrors';
import type { Proof, ProofNeed } from '../../engine/proof/ProofNeed';
import type { RefusalSettler } from '../../engine/proof/runGuardedCall';
import { getSessionSecurityError } from '../getSessionSecurityError';
import type { SessionSecurityLinkRouter } from '../links';
import { toClientError, toOutcome } from '../toClientError';
import { parametersDigest } from './parametersDigest';
import { proofNeedOf } from './proofNeedOf';

type Link = OperationLink<SessionSecurityLinkRouter>;
type Observer = Parameters<ReturnType<Link>['subscribe']>[0];

export interface RefusedOperation {
  readonly op: Operation;
  readonly next: Parameters<Link>[0]['next'];
  readonly observer: Required<Observer>;
  /** The refusal. */
  readonly error: unknown;
  readonly passesBefore: number;
  readonly eraBefore: number;
}

/** Ends with the observer's `complete` or `error`. Returns how to drop it. */
export function settleOperation(
  proofs: RefusalSettler,
  { op, next, observer, error: refusal, ...before }: RefusedOperation,
): Cancel {
  const controller = new AbortController();
  const abort = (): void => controller.abort(op.signal?.reason);
  if (op.signal?.aborted === true) abort();
  op.signal?.addEventListener('abort', abort, { once: true });
  let unsubscribe: Cancel = () => {};
  const needOf = async (error: unknown): Promise<ProofNeed | undefined> => {
    const need = proofNeedOf(getSessionSecurityError(error));
    if (need?.kind !== 'step_up') return need;
    // In the URL of a query the token would be in every log; and it has a place in an object only.
    if (op.type !== 'mutation' || !isPlainObject(op.input ?? {})) throw new NotReplayableError({ cause: error });
    return { ...need, parametersDigest: await parametersDigest(op.input) };
  };
  const send = (proof: Proof | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      ({ unsubscribe } = next({ ...op, input: withToken(op.input, proof) }).subscribe({
        next: (value) => observer.next(value),
        error: reject,
        complete: resolve,
      }));
    });
  const settle = async (): Promise<void> => {
    const need = await needOf(refusal);
    if (need === undefined) throw refusal;
    await proofs.settleRefused({
      need,
      ...before,
      result: { error: refusal },
      call: {
        send,
        needOf: (result) => ('error' in result ? needOf(result.error) : undefined),
        signal: controller.signal,
      },
    });
  };
  settle()
    .finally(() => op.signal?.removeEventListener('abort', abort))
    .then(
      () => observer.complete(),
      async (error: unknown) =>
        observer.error(isOutcomeError(error) ? toOutcome(error, op.path) : await toClientError(error, op.path)),
    );
  return () => {
    controller.abort(new DOMException('Nobody waits for this call any more.', 'AbortError'));
    unsubscribe();
  };
}

/** The token goes along with the one call that it was made for, and is kept nowhere. */
function withToken(input: unknown, proof: Proof | undefined): unknown {
  const stepUpToken = proof?.stepUpToken;
  return stepUpToken === undefined ? input : { ...(input as object | undefined), stepUpToken: stepUpToken.token };
}
