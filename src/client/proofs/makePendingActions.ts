/** Pending actions, joined to the browser and to the client's calls: loaded with the first that is put aside (SPEC K10). */
import type { Clock } from '../../contract/clock';
import { browserPorts } from '../../engine/browserPorts';
import { createSharedStore } from '../../engine/createSharedStore';
import { createTabLock } from '../../engine/createTabLock';
import type { EnginePorts } from '../../engine/EnginePorts';
import type { SessionEngine } from '../../engine/SessionEngine';
import { isId, isObject } from '../../engine/guards';
import { createPendingActions } from '../../engine/proof/createPendingActions';
import type { PendingActions } from '../../engine/proof/createPendingActions';
import type { CallProcedure } from './proofTransport';

export interface MakePendingActionsOptions {
  readonly clock: Clock;
  readonly ports?: EnginePorts | undefined;
  /** The client's. */
  readonly name: string;
  readonly stepUpTokens?: 'memory' | 'sessionStorage' | undefined;
  readonly engine: Pick<SessionEngine, 'getSnapshot' | 'now'>;
  readonly call: CallProcedure;
}

export interface PendingActionsPart {
  /** With the user they belong to known, if anybody can tell. */
  open(): Promise<PendingActions>;
  readonly actions: PendingActions;
}

export function makePendingActions({
  clock,
  name,
  stepUpTokens,
  engine,
  call,
  ports = browserPorts(clock),
}: MakePendingActionsOptions): PendingActionsPart {
  const { random, locks } = ports;
  const shared = createSharedStore({ area: ports.storage, prefix: name });
  const own = createSharedStore({ area: () => ports.tabStorage?.(), prefix: name });
  const watchedUserId = (): string | undefined => engine.getSnapshot().userId;
  let askedUserId: string | undefined;
  let sessions = 0;
  const pending = createPendingActions({
    own,
    shared,
    lock: createTabLock({ locks, store: shared, clock, random }),
    clock,
    now: engine.now,
    userId: () => watchedUserId() ?? askedUserId,
    newId,
    keepsTokensInStorage: stepUpTokens === 'sessionStorage',
  });
  const actions: PendingActions = {
    ...pending,
    clear() {
      sessions += 1;
      askedUserId = undefined;
      pending.clear();
    },
  };
  return {
    actions,
    async open() {
      if (watchedUserId() === undefined) {
        const session = sessions;
        const found = await call('session.getStatus', undefined).then(userIdIn, () => undefined);
        if (session === sessions) askedUserId = found;
      }
      return actions;
    },
  };
}

function userIdIn(status: unknown): string | undefined {
  const user = isObject(status) ? status['user'] : undefined;
  return isObject(user) && isId(user['id']) ? user['id'] : undefined;
}

/** 128 bits. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
