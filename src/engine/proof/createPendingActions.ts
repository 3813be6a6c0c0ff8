/**
 * Actions that are to go on after a confirmation on another page, or after a reload (SPEC F10, F11; R71, R72). The URL
 * carries an action's name and an opaque id, what the action needs stays in this tab's own storage, and is taken out once. A
 * link from outside brings an id that this tab never made, so it executes nothing.
 */
import type { Cancel, Clock } from '../../contract/clock';
import { sanitizeReturnTo } from '../../contract/sanitizeReturnTo';
import { createEmitter } from '../createEmitter';
import type { SharedStore } from '../createSharedStore';
import type { TabLock } from '../createTabLock';
import { pendingKey } from '../storageNames';
import { assertStorable } from './assertStorable';
import { createTakenActions } from './createTakenActions';
import { isPendingId, maxEntries, parsePendingEntries, readStepUpToken } from './PendingAction';
import type { NewPendingAction, PendingAction, PendingEntry } from './PendingAction';
import type { StepUpToken } from './ProofTransport';

/** What was taken out: it is this caller's alone. */
export interface TakenAction {
  readonly action: PendingAction;
  /** That which the step-up page earned, if it can still be used. Send it along with the next call, and with no other. */
  readonly stepUpToken?: StepUpToken | undefined;
}

/** What may go on. */
export interface ListedAction extends PendingAction {
  /** There is a token for it. */
  readonly isProven: boolean;
  /** From when on it can't be taken any more: epoch milliseconds by this machine's clock. */
  readonly lapsesAt: number;
}

/** Actions of this tab and this user that wait for a confirmation. */
export interface PendingActions {
  /**
   * Puts `action` aside and returns its id. Storage that is blocked or full keeps it until the page is left.
   *
   * @param stage why: on the way to the step-up page, or because a prompt for it is open here. @default 'page'
   * @throws {TypeError} for parameters that look like a secret, are no JSON, or are longer than 4 kB: nothing is stored
   */
  put(action: NewPendingAction, stage?: 'page' | 'prompt'): string;
  /** What lies there, without taking it; `undefined` for anything that this user did not put there in this tab within its time. */
  peek(id: unknown): PendingAction | undefined;
  /**
   * What may go on now, newest first: what the step-up page has confirmed, and what was asked about when the page was loaded
   * anew.
   */
  list(): readonly ListedAction[];
  /**
   * From the step-up page: kept until it is taken or expires, or the user is gone. Its action waits for some minutes more than
   * that. `false` where nothing waits for it.
   */
  keepToken(id: string, token: StepUpToken): boolean;
  /**
   * Takes it out, once: whoever comes second gets `undefined` (StrictMode, a double click, a second tab, a reload). Neither
   * the action nor its token lies anywhere afterwards.
   */
  take(id: unknown): Promise<TakenAction | undefined>;
  /** It is done with, in other tabs too. */
  discard(id: unknown): void;
  /** At sign-out: nothing of one user's is left for the next. */
  clear(): void;
  /** Runs `listener` when something was put aside, confirmed, taken or dropped in this page. */
  subscribe(listener: () => void): Cancel;
}

export interface PendingActionsOptions {
  /** This tab's own. */
  readonly own: Pick<SharedStore, 'read' | 'write' | 'remove'>;
  /** The one that all tabs see. */
  readonly shared: Pick<SharedStore, 'read' | 'write'>;
  readonly lock: Pick<TabLock, 'run'>;
  readonly clock: Pick<Clock, 'now'>;
  /** The server's time, epoch milliseconds, for tokens. */
  readonly now: () => number;
  /** Who is signed in; `undefined` where nobody can tell. */
  readonly userId: () => string | undefined;
  /** At least 128 bits, in URL-safe letters. */
  readonly newId: () => string;
  /** @default false: in memory */
  readonly keepsTokensInStorage?: boolean | undefined;
}

/** As long as the step-up token that the confirmation brings. */
export const pendingActionTtlMs = 10 * 60_000;
/** What was confirmed outlives its token, so that whoever is late is asked again, and told why (F11). */
export const provenActionTtlMs = 2 * pendingActionTtlMs;
/** Taking takes no time; whoever holds the lock for longer is stuck. */
const longestWaitMs = 5000;

export function createPendingActions(options: PendingActionsOptions): PendingActions {
  const { own, shared, lock, clock, now, userId, newId, keepsTokensInStorage = false } = options;
  const changes = createEmitter<void>();
  const taken = createTakenActions(shared, clock, provenActionTtlMs);
  const tokens = new Map<string, StepUpToken>();
  /** Their prompt is open in this very page. */
  const asking = new Set<string>();

  const save = (entries: readonly PendingEntry[]): void => {
    if (entries.length === 0) own.remove(pendingKey);
    else own.write(pendingKey, JSON.stringify(entries.slice(0, maxEntries)));
  };
  const isAlive = (entry: PendingEntry): boolean => {
    const { id, at, userId: owner } = entry;
    const isForeign = userId() !== undefined && owner !== userId();
    return at <= clock.now() && clock.now() < lapseOf(entry) && !isForeign && !taken.has(id);
  };
  const withoutExpiredToken = (entry: PendingEntry): PendingEntry => {
    const { token = tokens.get(entry.id), ...rest } = entry;
    if (token === undefined || token.expiresAt > now()) return entry;
    tokens.delete(entry.id);
    // Whoever is asked again reads why (F11).
    return { ...rest, because: 'STEP_UP_TOKEN_EXPIRED' };
  };
  /** What is dead is dropped from the storage by the look at it, and so is a token that has expired. */
  const alive = (): readonly PendingEntry[] => {
    const found = parsePendingEntries(own.read(pendingKey));
    const kept = found.filter(isAlive).map(withoutExpiredToken);
    if (kept.length === found.length && kept.every((entry, at) => entry === found[at])) return kept;
    for (const id of tokens.keys()) if (!kept.some((entry) => entry.id === id)) tokens.delete(id);
    save(kept);
    return kept;
  };
  /** Of a user whom nobody can name now, nothing is shown; it waits until somebody can. */
  const mine = (): readonly PendingEntry[] => alive().filter((entry) => entry.userId === userId());
  const find = (id: unknown): PendingEntry | undefined =>
    isPendingId(id) ? mine().find((entry) => entry.id === id) : undefined;
  const tokenOf = ({ id, token = tokens.get(id) }: PendingEntry): StepUpToken | undefined => token;
  const drop = (id: string): void => {
    tokens.delete(id);
    asking.delete(id);
    taken.add(id);
    save(alive());
  };
  const change = (): void => changes.emit();

  return {
    put({ name, actionType, parameters, returnTo, parametersDigest, because }, stage = 'page') {
      assertStorable({ name, parameters });
      const id = newId();
      const action = {
        id,
        name,
        actionType,
        parameters,
        returnTo: sanitizeReturnTo(returnTo),
        parametersDigest,
        because,
      };
      if (stage === 'prompt') asking.add(id);
      save([{ ...action, stage, userId: userId(), at: clock.now() }, ...alive()]);
      change();
      return id;
    },
    peek(id) {
      const entry = find(id);
      return entry && actionOf(entry);
    },
    list: () =>
      mine()
        .filter(({ id, stage }) => stage !== 'page' && !asking.has(id))
        .map((entry) => ({
          ...actionOf(entry),
          isProven: tokenOf(entry) !== undefined,
          lapsesAt: lapseOf(entry),
        })),
    keepToken(id, given) {
      const entry = find(id);
      const token = readStepUpToken(given);
      if (entry === undefined || token === undefined || token.expiresAt <= now()) return false;
      asking.delete(id);
      if (!keepsTokensInStorage) tokens.set(id, token);
      const proven: PendingEntry = {
        ...entry,
        stage: 'proven',
        because: undefined,
        at: clock.now(),
        ...(keepsTokensInStorage && { token }),
      };
      save(alive().map((other) => (other.id === id ? proven : other)));
      change();
      return true;
    },
    async take(id) {
      if (find(id) === undefined) return undefined;
      const held = await lock.run(`${pendingKey}.${String(id)}`, longestWaitMs, async () => {
        const entry = find(id);
        if (entry === undefined) return undefined;
        const stepUpToken = tokenOf(entry);
        drop(entry.id);
        return { action: actionOf(entry), ...(stepUpToken !== undefined && { stepUpToken }) };
      });
      change();
      return held.status === 'held' ? held.result : undefined;
    },
    discard(id) {
      const entry = find(id);
      if (entry === undefined) return;
      drop(entry.id);
      change();
    },
    clear() {
      tokens.clear();
      asking.clear();
      own.remove(pendingKey);
      change();
    },
    subscribe: (listener) => changes.on(listener),
  };
}

function lapseOf({ at, stage }: PendingEntry): number {
  return at + (stage === 'proven' ? provenActionTtlMs : pendingActionTtlMs);
}

function actionOf(entry: PendingEntry): PendingAction {
  const { id, name, actionType, parameters, returnTo, parametersDigest, because } = entry;
  return {
    id,
    name,
    actionType,
    parameters,
    returnTo,
    ...(parametersDigest !== undefined && { parametersDigest }),
    ...(because !== undefined && { because }),
  };
}
