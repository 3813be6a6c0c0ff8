/**
 * The set-up of a second factor, from the secret to the backup codes (SPEC F13). Pure: what is asked of the back end is the
 * hook's. Secret and codes are in the state while they are shown, and nowhere else (R36, R37).
 */
import type { TwoFactorFailure } from './twoFactorFailure';

/** An authenticator app that is being set up. Nothing counts before a code of it was given. */
export interface TotpEnrolment {
  readonly enrolmentId: string;
  /** Base32, to be typed where no camera is. */
  readonly secret: string;
  /** `otpauth://…`, to be drawn as a QR code. */
  readonly otpauthUri: string;
  /** Epoch milliseconds by the session engine's clock. */
  readonly expiresAt: number;
  readonly attemptsRemaining: number;
}

/** Where the set-up stands. */
export type TwoFactorStep =
  | { readonly status: 'idle' }
  /** The secret is asked for; the user may be asked for proof meanwhile. */
  | { readonly status: 'beginning' }
  /** `failure`: why the last code was not taken. */
  | ({ readonly status: 'scan'; readonly failure?: TwoFactorFailure | undefined } & TotpEnrolment)
  | ({ readonly status: 'confirming' } & TotpEnrolment)
  /** The secret is worth nothing any more: time, attempts, or another change made it void. Begin again. */
  | { readonly status: 'void'; readonly reason: 'expired' | 'attempts' | 'forgotten' }
  /** Shown once. Leave by `acknowledgeCodes`. */
  | { readonly status: 'codes'; readonly backupCodes: readonly string[]; readonly after: 'setUp' | 'regenerate' };

/** What can be changed. */
export type TwoFactorChange =
  | 'setUp'
  | 'confirm'
  | 'disable'
  | 'regenerate'
  | 'addPasskey'
  | 'renamePasskey'
  | 'removePasskey';

/** A change, and which passkey it is about. */
export interface TwoFactorTarget {
  readonly change: TwoFactorChange;
  readonly passkeyId?: string | undefined;
}

/** The whole of it: the step, what is under way, and what failed last. */
export interface TwoFactorState {
  readonly step: TwoFactorStep;
  readonly pending: TwoFactorTarget | undefined;
  readonly failed: (TwoFactorTarget & { readonly failure: TwoFactorFailure }) | undefined;
}

export type TwoFactorEvent =
  | { readonly type: 'asked'; readonly target: TwoFactorTarget }
  | { readonly type: 'begun'; readonly enrolment: TotpEnrolment }
  | { readonly type: 'codesIssued'; readonly backupCodes: readonly string[] }
  | { readonly type: 'changed' }
  /** Without a failure: the user gave up. */
  | { readonly type: 'failed'; readonly failure: TwoFactorFailure | undefined }
  | { readonly type: 'expired' }
  /** The user is done with it, or somebody else is signed in. */
  | { readonly type: 'left' };

const idle = { status: 'idle' } as const;

export const initialTwoFactorState: TwoFactorState = { step: idle, pending: undefined, failed: undefined };

export function twoFactorTransition(state: TwoFactorState, event: TwoFactorEvent): TwoFactorState {
  const { step, pending } = state;
  switch (event.type) {
    case 'asked':
      return { step: whileAsked(step, event.target.change), pending: event.target, failed: undefined };
    case 'begun':
      return settled({ status: 'scan', ...event.enrolment });
    case 'codesIssued': {
      const after = pending?.change === 'regenerate' ? 'regenerate' : 'setUp';
      return settled({ status: 'codes', backupCodes: event.backupCodes, after });
    }
    case 'changed':
      return settled(pending?.change === 'disable' ? idle : step);
    case 'failed':
      return failed(state, event.failure);
    case 'expired':
      return step.status === 'scan' ? settled({ status: 'void', reason: 'expired' }) : state;
    case 'left':
      return initialTwoFactorState;
    default:
      return event satisfies never;
  }
}

function settled(step: TwoFactorStep): TwoFactorState {
  return { step, pending: undefined, failed: undefined };
}

function whileAsked(step: TwoFactorStep, change: TwoFactorChange): TwoFactorStep {
  if (change === 'setUp') return { status: 'beginning' };
  return change === 'confirm' && step.status === 'scan' ? { ...step, status: 'confirming' } : step;
}

function failed({ step, pending }: TwoFactorState, failure: TwoFactorFailure | undefined): TwoFactorState {
  if (step.status === 'confirming') return settled(afterWrongCode(step, failure));
  return {
    step: step.status === 'beginning' ? idle : step,
    pending: undefined,
    failed: failure && pending && { ...pending, failure },
  };
}

function afterWrongCode(
  step: Extract<TwoFactorStep, { readonly status: 'confirming' }>,
  failure: TwoFactorFailure | undefined,
): TwoFactorStep {
  const { errorCode, attemptsRemaining = step.attemptsRemaining } = failure?.cause ?? {};
  if (errorCode === 'CHALLENGE_EXPIRED') return { status: 'void', reason: 'expired' };
  if (errorCode === 'CHALLENGE_NOT_FOUND') return { status: 'void', reason: 'forgotten' };
  const isUsedUp = errorCode === 'INVALID_2FA_CODE' && attemptsRemaining === 0;
  if (isUsedUp || errorCode === 'TOO_MANY_ATTEMPTS') return { status: 'void', reason: 'attempts' };
  return { ...step, status: 'scan', attemptsRemaining, failure };
}
