/** The rest of a tRPC call that was refused until there is proof: loaded with the first of them (SPEC K10). */
import type { Operation, OperationLink } from '@trpc/client';
import type { Cancel } from '../../contract/clock';
import { isOutcomeError } from '../../contract/outcomeErrors';
import type { ProofCoordinator } from '../../engine/proof/createProofCoordinator';
import type { Proof, ProofNeed } from '../../engine/proof/ProofNeed';
import { getSessionSecurityError } from '../getSessionSecurityError';
import type { SessionSecurityLinkRouter } from '../links';
import { toClientError, toOutcome } from '../toClientError';
import { parametersDigest } from './parametersDigest';
import { proofNeedOf } from './proofNeedOf';

export type OperationProofs = Pick<ProofCoordinator, 'passes' | 'settleRefused'>;

type Link = OperationLink<SessionSecurityLinkRouter>;
type Observer = Parameters<ReturnType<Link>['subscribe']>[0];

export interface RefusedOperation {
  readonly op: Operation;
  readonly next: Parameters<Link>[0]['next'];
  readonly observer: Required<Observer>;
  /** The refusal. */
  readonly error: unknown;
  readonly passesBefore: number;
}

/** Ends with the observer's `complete` or `error`. Returns how to drop it. */
export function settleOperation(
  proofs: OperationProofs,
  { op, next, observer, error: refusal, passesBefore }: RefusedOperation,
): Cancel {
  const controller = new AbortController();
  let unsubscribe: Cancel = () => {};
  const needOf = async (error: unknown): Promise<ProofNeed | undefined> => {
    const need = proofNeedOf(getSessionSecurityError(error));
    return need?.kind === 'step_up' ? { ...need, parametersDigest: await parametersDigest(op.input) } : need;
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
      passesBefore,
      result: { error: refusal },
      call: {
        send,
        needOf: (result) => ('error' in result ? needOf(result.error) : undefined),
        signal: anySignal(op.signal, controller.signal),
      },
    });
  };
  settle().then(
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

function anySignal(a: AbortSignal | null | undefined, b: AbortSignal): AbortSignal {
  return a === null || a === undefined ? b : AbortSignal.any([a, b]);
}
