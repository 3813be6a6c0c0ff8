/** The coordinator of proofs before its code is here: a page whose calls are never refused never loads it (SPEC K10). */
import { reportFault } from '../../engine/createEmitter';
import type { ProofCoordinator } from '../../engine/proof/createProofCoordinator';
import { runGuardedCall, unwrap } from '../../engine/proof/runGuardedCall';
import type { RefusedCall } from '../../engine/proof/runGuardedCall';
import { deferred } from '../deferred';

/** The prompts of the client, as a user interface draws and answers them; and the way for calls that may need one. */
export type SessionSecurityProofs = Omit<ProofCoordinator, 'passes' | 'settleRefused'>;

export function createDeferredProofs(fetchPart: () => Promise<ProofCoordinator>): ProofCoordinator {
  const part = deferred('code that asks for proof', fetchPart);
  const passes = (): number => part.current()?.passes() ?? 0;
  const settleRefused = async <Answer>(refused: RefusedCall<Answer>): Promise<Answer> => {
    let proofs: ProofCoordinator;
    try {
      proofs = await part.load();
    } catch (error) {
      // Nothing can be asked: the refusal is the caller's.
      reportFault(error);
      return unwrap(refused.result);
    }
    return proofs.settleRefused(refused);
  };
  return {
    passes,
    settleRefused,
    run: (call) => runGuardedCall(call, passes, settleRefused),
    prove: async (need, signal) => (await part.load()).prove(need, signal),
    getSnapshot: () => part.current()?.getSnapshot(),
    subscribe: (listener) => part.attach((proofs) => proofs.subscribe(listener)),
    present: (kinds) => part.attach((proofs) => proofs.present(kinds)),
    submit: (proof) => part.current()?.submit(proof),
    submitAssertion: () => part.current()?.submitAssertion(),
    resend: () => part.current()?.resend(),
    chooseMethod: (method) => part.current()?.chooseMethod(method),
    restart: () => part.current()?.restart(),
    cancel: () => part.current()?.cancel(),
    end: () => part.current()?.end(),
  };
}
