/**
 * Whether hooks may ask: the session is open, being ended by the user, or over. What is known of the session is the
 * client's; this adds the moment in which a sign-out is under way, when a refusal is expected and so no news.
 */
import type { SessionEvent, SessionKnowledge } from '../client/createSessionWatch';
import type { Cancel } from '../contract/clock';
import { errorTable } from '../contract/errors';
import type { SessionSecurityErrorCause } from '../contract/errors';

/** How a session came to its end. */
export interface SessionEnd {
  /** `signedOut`: by the user here, or nobody was signed in. `revoked`: from elsewhere. `expired`: by time. */
  readonly reason: 'signedOut' | 'expired' | 'revoked';
  /** The server's refusal; absent where the user signed out here. `cause.reason` may say more: `idle`, `absolute`, … */
  readonly cause?: SessionSecurityErrorCause;
}

export type SessionPhase =
  | { readonly status: 'open' | 'ending'; readonly end?: undefined }
  | { readonly status: 'over'; readonly end: SessionEnd };

export interface SessionPhaseStore {
  /** The same object until it changes. */
  readonly current: () => SessionPhase;
  readonly subscribe: (listener: () => void) => Cancel;
  /** Takes over what the client learnt. */
  readonly follow: (known: SessionKnowledge) => void;
  readonly hear: (event: SessionEvent) => void;
  /** A sign-out begins. */
  readonly beginEnd: () => void;
  /** The server knows, or there was no session to sign out of. */
  readonly completeEnd: () => void;
  /** The server could not be told: the session is still alive. */
  readonly abandonEnd: () => void;
}

const open: SessionPhase = { status: 'open' };
const signedOut: SessionPhase = { status: 'over', end: { reason: 'signedOut' } };

export function createSessionPhase(known: SessionKnowledge): SessionPhaseStore {
  const listeners = new Set<() => void>();
  let phase = phaseOf(known);

  const become = (next: SessionPhase): void => {
    if (next === phase) return;
    phase = next;
    for (const listener of listeners) listener();
  };
  return {
    current: () => phase,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    follow(next) {
      const followed = phaseOf(next);
      if (followed.status !== phase.status && phase.status !== 'ending') become(followed);
    },
    hear(event) {
      if (event.type === 'started') become(open);
      else if (phase.status === 'ending' || event.type === 'signedOut') become(signedOut);
      else become({ status: 'over', end: readEnd(event.cause) ?? { reason: 'signedOut' } });
    },
    beginEnd: () => become({ status: 'ending' }),
    completeEnd: () => become(signedOut),
    abandonEnd: () => phase.status === 'ending' && become(open),
  };
}

/** The end of the session that a refusal tells of, if it does. */
export function readEnd(cause: SessionSecurityErrorCause | undefined): SessionEnd | undefined {
  if (cause === undefined || errorTable[cause.errorCode].reaction !== 'signIn') return undefined;
  const { errorCode } = cause;
  if (errorCode === 'SESSION_EXPIRED') return { reason: 'expired', cause };
  return { reason: errorCode === 'UNAUTHENTICATED' ? 'signedOut' : 'revoked', cause };
}

function phaseOf(known: SessionKnowledge): SessionPhase {
  if (known.status === 'signedOut') return signedOut;
  const end = known.status === 'ended' ? readEnd(known.cause) : undefined;
  return end === undefined ? open : { status: 'over', end };
}
