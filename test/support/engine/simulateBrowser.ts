/**
 * A browser without a browser: tabs that share a clock, a storage, channels and locks, and that can be hidden, frozen,
 * crashed and put to sleep. Nothing runs until time is moved, so every interleaving can be replayed.
 */
import type { EnginePorts } from '../../../src/engine/EnginePorts';
import { simulateChannels } from './simulateChannels';
import { simulateLocks } from './simulateLocks';
import { simulatePage } from './simulatePage';
import type { SimulatedPage } from './simulatePage';
import { simulateStorage } from './simulateStorage';
import type { SimulatedStorage } from './simulateStorage';

export interface SimulateBrowserOptions {
  readonly startAt?: number;
  readonly random?: () => number;
  /** What this browser lacks. */
  readonly without?: readonly ('locks' | 'channels' | 'storage' | 'storageEvents')[];
}

export interface SimulatedTab {
  readonly ports: EnginePorts;
  readonly page: SimulatedPage;
  /** Trusted input. */
  input(type?: string): void;
  hide(): void;
  show(): void;
  /** Timers, messages and promises of answers stand still. */
  freeze(): void;
  thaw(): void;
  /** Gone without a word: no event, no clean-up; the browser frees its locks. */
  crash(): void;
  readonly isRunning: boolean;
  /** How often it was frozen. */
  readonly freezes: number;
  /** Resolves `value` when this tab runs: an answer from the network, say. */
  arrive<Value>(afterMs: number, value: () => Value): Promise<Value>;
}

export interface SimulatedBrowser {
  openTab(): SimulatedTab;
  /** Moves time on, running what falls due in every tab that runs. */
  advance(ms: number): Promise<void>;
  /** The machine sleeps: wall time passes, the monotonic clock and every timer stand still. */
  sleep(ms: number): void;
  /** Somebody sets the clock. */
  setClock(byMs: number): void;
  now(): number;
  /** Time that has passed while the machine was awake. */
  monotonic(): number;
  readonly storage: SimulatedStorage;
  /** Timers that wait in tabs that run. */
  readonly pendingTimers: number;
  readonly timersMade: number;
}

interface Timer {
  readonly tab: TabState;
  readonly dueAt: number;
  readonly order: number;
  readonly task: () => void;
}

interface TabState {
  status: 'running' | 'frozen' | 'crashed';
}

export function simulateBrowser({
  startAt = Date.UTC(2026, 10, 21, 9),
  random = () => 0.5,
  without = [],
}: SimulateBrowserOptions = {}): SimulatedBrowser {
  let wall = startAt;
  let mono = 0;
  let order = 0;
  const timers = new Set<Timer>();
  const storage = simulateStorage();
  const channels = simulateChannels();
  const locks = simulateLocks();

  const schedule = (tab: TabState, task: () => void, delayMs: number) => {
    const timer = { tab, dueAt: mono + Math.max(0, delayMs), order: (order += 1), task };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const nextDue = (until: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.tab.status !== 'running' || timer.dueAt > until) continue;
      if (next === undefined || timer.dueAt < next.dueAt || (timer.dueAt === next.dueAt && timer.order < next.order)) {
        next = timer;
      }
    }
    return next;
  };
  const moveTo = (at: number): void => {
    if (at <= mono) return;
    wall += at - mono;
    mono = at;
  };

  return {
    storage,
    now: () => wall,
    monotonic: () => mono,
    get pendingTimers() {
      return [...timers].filter(({ tab }) => tab.status === 'running').length;
    },
    get timersMade() {
      return order;
    },
    sleep(ms) {
      wall += ms;
    },
    setClock(byMs) {
      wall += byMs;
    },
    async advance(ms) {
      const until = mono + ms;
      await settle();
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        timers.delete(timer);
        moveTo(timer.dueAt);
        timer.task();
        await settle();
      }
      moveTo(until);
    },
    openTab() {
      const state: TabState = { status: 'running' };
      const clock: EnginePorts['clock'] = {
        now: () => wall,
        monotonic: () => mono,
        schedule: (task, delayMs) => schedule(state, task, delayMs),
      };
      const page = simulatePage();
      let freezes = 0;
      const deliver = (task: () => void): void => void schedule(state, task, 1);
      if (!without.includes('storageEvents')) {
        storage.onChange(page, (event) => deliver(() => page.window.dispatch('storage', event)));
      }
      const tab: SimulatedTab = {
        page,
        ports: {
          clock,
          random,
          storage: () => (without.includes('storage') ? undefined : storage.areaOf(page)),
          channel: (name) => (without.includes('channels') ? undefined : channels.open(name, deliver)),
          locks: without.includes('locks') ? undefined : locks.managerOf(state),
          page: page as unknown as EnginePorts['page'],
        },
        input: (type = 'pointermove') => page.window.dispatch(type, { isTrusted: true }),
        hide() {
          page.document.visibilityState = 'hidden';
          page.document.dispatch('visibilitychange');
        },
        show() {
          page.document.visibilityState = 'visible';
          page.document.dispatch('visibilitychange');
        },
        freeze() {
          state.status = 'frozen';
          freezes += 1;
        },
        thaw() {
          if (state.status === 'frozen') state.status = 'running';
        },
        crash() {
          state.status = 'crashed';
          for (const timer of timers) if (timer.tab === state) timers.delete(timer);
          locks.free(state);
        },
        get freezes() {
          return freezes;
        },
        get isRunning() {
          return state.status === 'running';
        },
        arrive: (afterMs, value) =>
          new Promise((resolve) => {
            schedule(state, () => resolve(value()), afterMs);
          }),
      };
      return tab;
    },
  };
}

/** Lets every promise that can go on do so. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
