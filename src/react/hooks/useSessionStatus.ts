'use client';
/** How the session stands (SPEC A3), for whoever draws it without the kit's banners and badge. */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { EndReason } from '../../engine/SessionRecord';
import { unknownSession } from '../../engine/SessionSnapshot';
import type { LinkState, SessionPhase, SessionSnapshot, TimeoutWarning } from '../../engine/SessionSnapshot';
import { useSessionEngine } from './useSessionEngine';
import { useSignOut } from './useSignOut';

/** How the session stands. A new object only when something in it changed. */
export interface SessionState {
  /** `unknown` on a server and until the browser has looked; `validating` until the server has answered. */
  readonly status: SessionPhase;
  /** Why it is over; for `signedOut`, absent where nobody had signed in. */
  readonly reason: EndReason | undefined;
  /** `degraded`: answers fail although the network seems to be there. Neither ends a session (SPEC A4). */
  readonly link: LinkState;
  /** The server has answered for this session within the last 10 minutes. */
  readonly sessionVerified: boolean;
  /** Whether it is worth offering changes. The server decides anyway. */
  readonly canMutate: boolean;
  /** It is over, and the user has not signed out: by time, from elsewhere, or out of reach for too long. */
  readonly sessionExpired: boolean;
  /** It will end soon. Another deadline is another `id`. */
  readonly sessionWarning: TimeoutWarning | undefined;
  /** When it ends, epoch milliseconds by the server's clock; only while it is warned of, because input moves it before. */
  readonly expiresAt: number | undefined;
}

/** What `useSessionStatus` gives. Functions keep their identity. */
export interface UseSessionStatusResult extends SessionState {
  /** Asks the server now. Never rejects; the status tells. */
  readonly validate: () => Promise<void>;
  /** The user wants to stay: counts as input and tells the server at once. Never rejects. */
  readonly extend: () => Promise<void>;
  /** As `signOut` of `useSessionSecurity`. */
  readonly signOut: () => Promise<void>;
}

/**
 * How the session stands, in all tabs alike (SPEC A3). Keeps the session watched while it is mounted: it is validated, input
 * keeps it alive, and its end is noticed. Refreshing, validating and input render nothing as long as their result is the same.
 *
 * @param select what the caller needs of it; then nothing else renders the caller. Need not be memoised.
 * @example
 * const { status, canMutate, signOut } = useSessionStatus();
 * const isOffline = useSessionStatus(({ link }) => link === 'offline');
 */
export function useSessionStatus(): UseSessionStatusResult;
export function useSessionStatus<Selected>(select: (state: SessionState) => Selected): Selected;
export function useSessionStatus<Selected>(
  select?: (state: SessionState) => Selected,
): UseSessionStatusResult | Selected {
  const engine = useSessionEngine();
  const signOut = useSignOut();
  const read = useMemo(() => readWith<Selected | SessionState>(select ?? whole), [select]);
  const selected = useSyncExternalStore(
    engine.subscribe,
    useCallback(() => read(engine.getSnapshot()), [engine, read]),
    useCallback(() => read(unknownSession), [read]),
  );
  const isWhole = select === undefined;
  return useMemo(
    () =>
      isWhole
        ? { ...(selected as SessionState), validate: engine.validate, extend: engine.extend, signOut }
        : (selected as Selected),
    [isWhole, selected, engine, signOut],
  );
}

const whole = (state: SessionState): SessionState => state;

/** Made once for each snapshot, so that a selection may be a new object whenever it is made. */
function readWith<Selected>(select: (state: SessionState) => Selected): (snapshot: SessionSnapshot) => Selected {
  let last: { readonly snapshot: SessionSnapshot; readonly selected: Selected } | undefined;
  return (snapshot) => {
    if (last?.snapshot !== snapshot) last = { snapshot, selected: select(stateOf(snapshot)) };
    return last.selected;
  };
}

function stateOf({ status, reason, link, isVerified, canMutate, warning }: SessionSnapshot): SessionState {
  return {
    status,
    reason,
    link,
    sessionVerified: isVerified,
    canMutate,
    sessionExpired: status === 'expired' || status === 'revoked' || reason === 'graceExhausted',
    sessionWarning: warning,
    expiresAt: warning?.expiresAt,
  };
}
