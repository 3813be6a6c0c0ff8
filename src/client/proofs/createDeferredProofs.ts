/** The coordinator of proofs before its code is here: a page whose calls are never refused never loads it (SPEC K10). */
import { SessionEndedError } from '../../contract/outcomeErrors';
import { reportFault } from '../../engine/createEmitter';
import type { ProofCoordinator } from '../../engine/proof/createProofCoordinator';
import { runGuardedCall } from '../../engine/proof/runGuardedCall';
import type { GuardedCall, RefusedCall } from '../../engine/proof/runGuardedCall';
import { unwrap } from '../../engine/settled';
import type { CallResult } from '../../engine/settled';
import type { ProofNeed } from '../../engine/proof/ProofNeed';
import { deferred } from '../deferred';
import { getSessionSecurityError } from '../getSessionSecurityError';
import { proofNeedOf } from './proofNeedOf';

/** A call of the application. Its refusals are read as `getSessionSecurityError` reads them, also where they are values. */
export type ApplicationCall<Answer> = Pick<GuardedCall<Answer>, 'send' | 'signal'> & Partial<GuardedCall<Answer>>;

/** The prompts of the client, as a user interface draws and answers them; and the way for calls that may need one. */
export interface SessionSecurityProofs extends Omit<
  ProofCoordinator,
  'end' | 'era' | 'passes' | 'run' | 'settleRefused'
> {
  /** See `ProofCoordinator.run`: sends it, has proof given where it is refused without, and settles with its own result. */
  run<Answer>(call: ApplicationCall<Answer>): Promise<Answer>;
}

export type DeferredProofs = Omit<ProofCoordinator, 'run'> & SessionSecurityProofs;

export function createDeferredProofs(fetchPart: () => Promise<ProofCoordinator>): DeferredProofs {
  const part = deferred('code that asks for proof', fetchPart);
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
    run: async (call) => runGuardedCall({ needOf: needOfAny, ...call }, { passes, era, settleRefused }),
    prove: async (need, signal) => (await orAborted(part.load(), signal)).prove(need, signal),
    getSnapshot: () => part.current()?.getSnapshot(),
    subscribe: (listener) => part.attach((proofs) => proofs.subscribe(listener)),
    present: (kinds) => part.attach((proofs) => proofs.present(kinds)),
    submit: (proof) => part.current()?.submit(proof),
    submitAssertion: () => part.current()?.submitAssertion(),
    resend: () => part.current()?.resend(),
    chooseMethod: (method) => part.current()?.chooseMethod(method),
    restart: () => part.current()?.restart(),
    cancel: () => part.current()?.cancel(),
    end() {
      const proofs = part.current();
      if (proofs === undefined) endsBefore += 1;
      else proofs.end();
    },
  };
}

async function needOfAny(result: CallResult<unknown>): Promise<ProofNeed | undefined> {
  const found = 'error' in result ? result.error : result.answer;
  // A `Response` takes a moment to read.
  return proofNeedOf(await Promise.resolve(getSessionSecurityError(found)));
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
