/** Everything outside the engine, handed in. `browserPorts` is the production default. */
import type { Clock } from '../contract/clock';
import type { InputTarget } from './createActivityMonitor';
import type { Page } from './createLifecycle';
import type { StorageArea } from './createSharedStore';
import type { StorageEventTarget, TabChannel } from './createTabBus';
import type { Locks } from './createTabLock';

/** What the engine needs of its surroundings. Hand in your own to run it in a worker, or by hand in a test. */
export interface EnginePorts {
  readonly clock: Clock;
  /** In [0, 1). For pauses and lock owners; nothing secret is made of it. */
  readonly random: () => number;
  readonly storage: () => StorageArea | undefined;
  /** This tab's own, for actions that wait for a confirmation (SPEC F10). @default memory, which no reload survives */
  readonly tabStorage?: () => StorageArea | undefined;
  readonly channel: (name: string) => TabChannel | undefined;
  readonly locks: Locks | undefined;
  /** `undefined` where there is no page: servers and workers. */
  readonly page: (Page & { readonly window: InputTarget & StorageEventTarget }) | undefined;
}
