/** The coordinator of proofs before its code is here: a page whose calls are never refused never loads it (SPEC K10). */
import { SessionEndedError } from '../../contract/outcomeErrors';
import { reportFault } from '../../engine/createEmitter';
import type { ProofCoordinator } from '../../engine/proof/createProofCoordinator';
import { runGuardedCall } from '../../engine/proof/runGuardedCall';
import type { GuardedCall, RefusedCall } from '../../engine/proof/runGuardedCall';
import { unwrap } from '../../engine/settled';
import type { ProofKind } from '../../engine/proof/ProofNeed';
import { deferred } from '../deferred';
import type { PendingActionsAccess } from './createDeferredPendingActions';
import { proofNeedIn } from './proofNeedIn';

/** A call of the application. Its refusals are read as `getSessionSecurityError` reads them, also where they are values. */
export type ApplicationCall<Answer> = Pick<GuardedCall<Answer>, 'send' | 'signal'> & Partial<GuardedCall<Answer>>;

type Prompts = Omit<ProofCoordinator, 'end' | 'era' | 'passes' | 'run' | 'settleRefused'>;

/** The prompts of the client, as a user interface draws and answers them; and the ways for calls that may need one. */
export interface SessionSecurityProofs extends Prompts, PendingActionsAccess {
  /**
   * See `ProofCoordinator.run`: sends it, has proof given where it is refused without, and settles with its own result. A
   * call that goes through a link of the kit has had its proof given there, and is asked about once only.
   */
  run<Answer>(call: ApplicationCall<Answer>): Promise<Answer>;
}

export type DeferredProofs = Omit<ProofCoordinator, 'run'> & Pick<SessionSecurityProofs, 'run'>;

export function createDeferredProofs(fetchPart: () => Promise<ProofCoordinator>): DeferredProofs {
  const part = deferred('code that asks for proof', fetchPart);
  const presented = new Set<readonly ProofKind[]>();
  let endsBefore = 0;
  const passes = (): number => part.current()?.passes() ?? 0;
  /** Those before the code was here count too. */
  const era = (): number => endsBefore + (part.current()?.era() ?? 0);

  const settleRefused = async <Answer>(refused: RefusedCall<Answer>): Promise<Answer> => {
    const { call, result, eraBefore } = refused;
    let proofs: ProofCoordinator;
    try {
      proofs = await orAborted(part.load(), call.signal);
    } catch (error) {
      call.signal?.throwIfAborted();
      // Nothing can be asked: the refusal is the caller's.
      reportFault(error);
      return unwrap(result);
    }
    if (era() !== eraBefore) throw new SessionEndedError({ cause: 'error' in result ? result.error : result.answer });
    return proofs.settleRefused({ ...refused, eraBefore: proofs.era() });
  };

  return {
    passes,
    era,
    settleRefused,
    run: async (call) =>
      runGuardedCall({ needOf: (result) => proofNeedIn(result), ...call }, { passes, era, settleRefused }),
    prove: async (need, signal) => (await orAborted(part.load(), signal)).prove(need, signal),
    getSnapshot: () => part.current()?.getSnapshot(),
    subscribe: (listener) => part.attach((proofs) => proofs.subscribe(listener)),
    present(kinds) {
      const own = [...kinds];
      presented.add(own);
      const withdraw = part.attach((proofs) => proofs.present(own));
      return () => {
        presented.delete(own);
        withdraw();
      };
    },
    canPresent: (kind) => [...presented].some((kinds) => kinds.includes(kind)),
    submit: (proof, promptId) => part.current()?.submit(proof, promptId),
    submitAssertion: (promptId) => part.current()?.submitAssertion(promptId),
    resend: (promptId) => part.current()?.resend(promptId),
    chooseMethod: (method, promptId) => part.current()?.chooseMethod(method, promptId),
    restart: (promptId) => part.current()?.restart(promptId),
    cancel: (promptId) => part.current()?.cancel(promptId),
    end() {
      const proofs = part.current();
      if (proofs === undefined) endsBefore += 1;
      else proofs.end();
    },
  };
}

/** `promise`, unless its caller loses interest first. */
async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
