/** A browser, a back end and engines in tabs, ready to be put through something. */
import { createSessionEngine } from '../../../src/engine/createSessionEngine';
import type { SessionEngine, SessionEngineOptions } from '../../../src/engine/SessionEngine';
import type { EngineNotice } from '../../../src/engine/EngineNotice';
import { simulateBackend } from './simulateBackend';
import type { SimulateBackendOptions, SimulatedBackend } from './simulateBackend';
import { simulateBrowser } from './simulateBrowser';
import type { SimulateBrowserOptions, SimulatedBrowser, SimulatedTab } from './simulateBrowser';

export interface EngineTab extends SimulatedTab {
  readonly engine: SessionEngine;
  readonly notices: EngineNotice[];
  stop(): void;
}

export interface SimulatedSessionWorld {
  readonly browser: SimulatedBrowser;
  readonly backend: SimulatedBackend;
  /** A tab with an engine that has been started. */
  open(options?: Partial<SessionEngineOptions>): EngineTab;
  /** Several, once they have settled. */
  openMany(count: number): Promise<readonly EngineTab[]>;
  /** The machine sleeps; time passes everywhere else. */
  sleep(ms: number): void;
}

export function simulateSession(
  options: SimulateBrowserOptions & Omit<SimulateBackendOptions, 'browser'> = {},
): SimulatedSessionWorld {
  const browser = simulateBrowser(options);
  const backend = simulateBackend({ ...options, browser });
  const open: SimulatedSessionWorld['open'] = (engineOptions = {}) => {
    const tab = browser.openTab();
    const engine = createSessionEngine({
      ports: tab.ports,
      transport: backend.transportFor(tab),
      ...engineOptions,
    });
    const notices: EngineNotice[] = [];
    engine.onNotice((notice) => notices.push(notice));
    const stop = engine.start();
    return Object.assign(Object.create(tab) as SimulatedTab, { engine, notices, stop });
  };
  return {
    browser,
    backend,
    open,
    async openMany(count) {
      const tabs = Array.from({ length: count }, () => open());
      await browser.advance(5000);
      return tabs;
    },
    sleep(ms) {
      browser.sleep(ms);
      backend.passes(ms);
    },
  };
}
