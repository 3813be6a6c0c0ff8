/** What was proven, for what a refused call still needed. */
import type { ProofKind } from '../../contract/proofNeed';
import type { StepUpToken } from './ProofTransport';

export type { ProofKind, ProofNeed } from '../../contract/proofNeed';

/** What was proven. */
export interface Proof {
  readonly kind: ProofKind;
  /** To be sent along, once. */
  readonly stepUpToken?: StepUpToken | undefined;
  /** Given at the prompt of another action: it may not be enough for this one. */
  readonly isBorrowed: boolean;
}
