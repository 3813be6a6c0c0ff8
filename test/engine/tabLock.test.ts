/** One at a time in a browser, with Web Locks and with leases in the storage (SPEC A7; ENGINE T-11, T-12, finding 1). */
import { describe, expect, it } from 'vitest';
import { createSharedStore } from '../../src/engine/createSharedStore';
import { createTabLock, leaseMs } from '../../src/engine/createTabLock';
import { simulateBrowser } from '../support/engine/simulateBrowser';

const second = 1000;

describe.each([
  ['Web Locks', []],
  ['leases', ['locks'] as const],
])('by %s', (_, without) => {
  /** Two tabs, and what each has begun. */
  function twoTabs() {
    let seed = 3;
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const browser = simulateBrowser({ without, random });
    const begun: string[] = [];
    const open = (name: string) => {
      const tab = browser.openTab();
      const { clock, locks, storage } = tab.ports;
      const store = createSharedStore({ area: storage, prefix: 'test' });
      const lock = createTabLock({ locks, store, clock, random });
      const results: string[] = [];
      const run = (waitMs: number, takesMs: number): void => {
        const task = (): Promise<void> => {
          begun.push(name);
          return new Promise((resolve) => clock.schedule(resolve, takesMs));
        };
        void lock.run('job', waitMs, task).then(({ status }) => results.push(status));
      };
      return { ...tab, lock, run, results, crash: tab.crash };
    };
    return { browser, begun, a: open('a'), b: open('b') };
  }

  it('whoever comes second waits for the first', async () => {
    const { browser, begun, a, b } = twoTabs();
    a.run(10 * second, 3 * second);
    await browser.advance(second);
    b.run(10 * second, second);
    await browser.advance(1.5 * second);
    expect(begun).toEqual(['a']);
    await browser.advance(2 * second);
    expect(begun).toEqual(['a', 'b']);
    await browser.advance(2 * second);
    expect([a.results, b.results]).toEqual([['held'], ['held']]);
  });

  it('whoever doesn’t want to wait is told at once, and whoever has waited long enough then', async () => {
    const { browser, begun, a, b } = twoTabs();
    a.run(0, 5 * second);
    await browser.advance(second);
    b.run(0, second);
    await browser.advance(200);
    expect(b.results).toEqual(['busy']);
    b.run(second, second);
    await browser.advance(1.5 * second);
    expect(b.results).toEqual(['busy', 'busy']);
    expect(begun).toEqual(['a']);
  });

  it('two that come together don’t run together', async () => {
    const { browser, begun, a, b } = twoTabs();
    a.run(10 * second, second);
    b.run(10 * second, second);
    await browser.advance(900);
    expect(begun).toHaveLength(1);
    await browser.advance(3 * second);
    expect(begun.toSorted()).toEqual(['a', 'b']);
  });

  it('T-58: a page that is put away lets the others go on, and its own task too', async () => {
    const { browser, begun, a, b } = twoTabs();
    a.run(0, 5 * second);
    await browser.advance(second);
    a.lock.releaseAll();
    b.run(second, second);
    await browser.advance(second / 2);
    expect(begun).toEqual(['a', 'b']);
    await browser.advance(5 * second);
    expect([a.results, b.results]).toEqual([['held'], ['held']]);
  });

  it('T-11: a tab that is gone holds nobody up for longer than a lease', async () => {
    const { browser, begun, a, b } = twoTabs();
    a.run(0, 5 * second);
    await browser.advance(100);
    a.crash();
    b.run(leaseMs + second, second);
    await browser.advance(leaseMs + 500);
    expect(begun).toEqual(['a', 'b']);
  });
});
