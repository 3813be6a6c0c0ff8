/**
 * What a way to prove who is there must do to be plugged in. `verificationMethods.ts` lists them; attempts, locks, budgets
 * and the record of failures are kept around them by `verification.ts`, so a method only says whether its proof is right
 * and uses up what counts once.
 */
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { VerificationMethod } from '../../contract/verification';
import type { UserAccount } from '../ports/users';
import type { ServiceDeps } from './deps';
import type { FactorName } from './secondFactor';
import type { SessionRow } from './sessionRow';
import type { SignInCaller } from './signInCaller';

/** What the client sent; which part is there depends on the method. */
export interface PresentedProof {
  readonly code?: string | undefined;
  readonly password?: string | undefined;
  readonly assertion?: unknown;
}

export interface VerifyInput {
  readonly user: UserAccount;
  /** `null` at sign-in, where there is none yet. */
  readonly session: SessionRow | null;
  readonly caller: SignInCaller;
  /** What is to be approved; `null` at sign-in. */
  readonly actionType: SensitiveActionType | null;
  readonly proof: PresentedProof;
  /** The code that was sent for an open prompt, as a keyed hash; `null` where none was. */
  readonly sentCode: { readonly challengeId: string; readonly hash: string } | null;
}

/**
 * `consume` runs in the transaction that grants, before the grant; `false` where somebody else was first. It must be one
 * conditional statement.
 */
export type Verification =
  | { readonly status: 'wrong' }
  | { readonly status: 'passed'; readonly consume: (inTransaction: ServiceDeps) => Promise<boolean> };

export interface Verifier {
  readonly method: VerificationMethod;
  /** Under which name its failures are counted and locked; `null` for a method that counts for itself. */
  readonly factor: FactorName | null;
  /** Whether it is set up for this user. Locks are looked at elsewhere. */
  isAvailable(deps: ServiceDeps, user: UserAccount): Promise<boolean>;
  /** @throws what is our own fault, or a refusal; both are given back to the user's budget. */
  verify(deps: ServiceDeps, input: VerifyInput): Promise<Verification>;
}
