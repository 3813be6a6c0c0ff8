/**
 * What the user did about warnings, the same for every component of one provider: which were dismissed, and how an extension
 * went. A dismissal is of one warning: with another deadline it is another, and is shown again (ENGINE T-80).
 */
import type { Cancel } from '../contract/clock';
import type { SessionEngine } from '../engine/SessionEngine';
import type { EngineNotice } from '../engine/EngineNotice';

/** How the last attempt to stay signed in went. */
export type SessionExtension =
  | 'idle'
  | 'pending'
  /** The server could not be told, so the session may still end at its old deadline. The engine goes on trying. */
  | 'failed';

export interface SessionWarningsState {
  readonly dismissed: ReadonlySet<string>;
  readonly extension: SessionExtension;
}

export interface SessionWarningsStore {
  /** The same object until it changes. */
  readonly current: () => SessionWarningsState;
  readonly subscribe: (listener: () => void) => Cancel;
  readonly dismiss: (warningId: string) => void;
  /** Joins the one that is under way. Never rejects; `extension` tells. */
  readonly extend: () => Promise<void>;
}

/** On a server, and before anybody did anything. */
export const untouchedWarnings: SessionWarningsState = { dismissed: new Set(), extension: 'idle' };

type Engine = Pick<SessionEngine, 'extend' | 'getSnapshot' | 'onNotice'>;

export function createSessionWarnings(engine: Engine): SessionWarningsStore {
  const listeners = new Set<() => void>();
  let state = untouchedWarnings;
  let stopHearing: Cancel | undefined;

  const change = (changes: Partial<SessionWarningsState>): void => {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  };
  const settle = (extension: SessionExtension): void => {
    if (extension === 'idle') {
      stopHearing?.();
      stopHearing = undefined;
    }
    if (state.extension !== extension) change({ extension });
  };
  const hear = (notice: EngineNotice): void => {
    const news = newsOf(notice);
    if (news !== undefined) settle(news);
  };

  return {
    current: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dismiss(warningId) {
      const { warning, warnings } = engine.getSnapshot();
      const standing = new Set([warning?.id, ...warnings.map(({ id }) => id)]);
      change({ dismissed: new Set([...state.dismissed].filter((id) => standing.has(id)).concat(warningId)) });
    },
    async extend() {
      stopHearing ??= engine.onNotice(hear);
      settle('pending');
      await engine.extend();
      /** Nothing was sent from here: another tab is telling the server. */
      if (state.extension === 'pending') settle('idle');
    },
  };
}

function newsOf(notice: EngineNotice): SessionExtension | undefined {
  if (notice.type === 'ended' || notice.type === 'started') return 'idle';
  if (notice.type !== 'exchanged' || notice.call !== 'heartbeat') return undefined;
  return notice.outcome === 'ok' || notice.outcome === 'rejected' ? 'idle' : 'failed';
}
