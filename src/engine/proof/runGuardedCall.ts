/**
 * The way of a call that may be refused until there is proof. It stands apart from the coordinator so that a page whose
 * calls are not refused never loads that (SPEC K10).
 */
import type { Proof, ProofNeed } from './ProofNeed';

/** How a call came back. */
export type CallResult<Answer> = { readonly answer: Answer } | { readonly error: unknown };

/** A call that may be refused until there is proof. */
export interface GuardedCall<Answer> {
  /** Sends it; with `proof` after it was given. */
  readonly send: (proof: Proof | undefined) => Promise<Answer>;
  /** What the result asks for, if it is a refusal that proof can lift. Such a call has not been carried out. */
  readonly needOf: (result: CallResult<Answer>) => ProofNeed | undefined | Promise<ProofNeed | undefined>;
  readonly signal?: AbortSignal | undefined;
}

/** A call that was refused until there is proof. */
export interface RefusedCall<Answer> {
  readonly call: GuardedCall<Answer>;
  readonly need: ProofNeed;
  readonly result: CallResult<Answer>;
  /** {@link ProofPasses} from when it was sent. */
  readonly passesBefore: number;
}

/** How often a second factor was given: a refusal from before the last time is out of date. */
export type ProofPasses = () => number;

/** Sends `call`, and hands it to `settleRefused` where it is refused until there is proof. */
export async function runGuardedCall<Answer>(
  call: GuardedCall<Answer>,
  passes: ProofPasses,
  settleRefused: (refused: RefusedCall<Answer>) => Promise<Answer>,
): Promise<Answer> {
  const passesBefore = passes();
  const result = await settled(call.send(undefined));
  const need = await call.needOf(result);
  return need === undefined ? unwrap(result) : settleRefused({ call, need, result, passesBefore });
}

export async function settled<Answer>(promise: Promise<Answer>): Promise<CallResult<Answer>> {
  try {
    return { answer: await promise };
  } catch (error) {
    return { error };
  }
}

export function unwrap<Answer>(result: CallResult<Answer>): Answer {
  if ('answer' in result) return result.answer;
  throw result.error;
}
