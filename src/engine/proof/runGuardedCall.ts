/**
 * The way of a call that may be refused until there is proof. It stands apart from the coordinator so that a page whose
 * calls are not refused never loads that (SPEC K10).
 */
import { settled, unwrap } from '../settled';
import type { CallResult } from '../settled';
import type { Proof, ProofNeed } from './ProofNeed';

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
  /** {@link RefusalSettler.passes} from when it was sent. */
  readonly passesBefore: number;
  /** {@link RefusalSettler.era} from when it was sent. */
  readonly eraBefore: number;
}

/** Whoever has proof given for calls that were refused without it. */
export interface RefusalSettler {
  /** How often a second factor was given: a refusal from before the last time is out of date. */
  readonly passes: () => number;
  /** How many sessions have ended: a call of one that is over is not sent again in the name of the next. */
  readonly era: () => number;
  /**
   * Has proof given and sends the call again. Settles with the call's own result.
   *
   * @throws {SessionEndedError} when the session that it was sent in is over, with the refusal as the cause
   */
  settleRefused<Answer>(refused: RefusedCall<Answer>): Promise<Answer>;
}

/** Sends `call`, and hands it to `settler` where it is refused until there is proof. */
export async function runGuardedCall<Answer>(call: GuardedCall<Answer>, settler: RefusalSettler): Promise<Answer> {
  const passesBefore = settler.passes();
  const eraBefore = settler.era();
  const result = await settled(call.send(undefined));
  const need = await call.needOf(result);
  return need === undefined ? unwrap(result) : settler.settleRefused({ call, need, result, passesBefore, eraBefore });
}
