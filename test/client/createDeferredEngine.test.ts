/** The engine's face while its code is on its way: nothing is lost, and a file that is missing is not the end (K10). */
import { describe, expect, it, vi } from 'vitest';
import { createDeferredEngine } from '../../src/client/createDeferredEngine';
import { deferred } from '../../src/client/deferred';
import { createSessionEngine } from '../../src/engine/createSessionEngine';
import type { SessionEngine } from '../../src/engine/SessionEngine';
import { simulateBrowser } from '../support/engine/simulateBrowser';

/** The real engine in a simulated tab, over a back end that answers for one session. */
function setUp({ hasTokens = false } = {}) {
  const browser = simulateBrowser();
  const { ports } = browser.openTab();
  const validate = vi.fn(() =>
    Promise.resolve({
      kind: 'ok' as const,
      value: {
        serverTime: ports.clock.now(),
        userId: 'usr_1',
        sessionId: 'ses_1',
        lastActivityAt: ports.clock.now(),
        absoluteExpiresAt: ports.clock.now() + 86_400_000,
        idleTimeoutMs: 1_800_000,
        warnBeforeMs: 300_000,
        heartbeatIntervalMs: 300_000,
        warnings: [],
      },
    }),
  );
  const made: SessionEngine[] = [];
  const deliveries: { arrive(): void; fail(): void }[] = [];
  const engine = createDeferredEngine({
    clock: ports.clock,
    hasTokens,
    load: () =>
      new Promise((resolve, reject) => {
        deliveries.push({
          arrive() {
            const real = createSessionEngine({
              ports,
              transport: {
                validate,
                heartbeat: () => Promise.resolve({ kind: 'transient', cause: undefined }),
                signOut: () => Promise.resolve({ kind: 'ok', value: {} }),
              },
            });
            made.push(real);
            resolve(real);
          },
          fail: () => reject(new TypeError('Failed to fetch dynamically imported module')),
        });
      }),
  });
  /** Another tab has a session, and the tabs share it. */
  const seed = async (): Promise<void> => {
    const other = createSessionEngine({
      ports: browser.openTab().ports,
      transport: {
        validate,
        heartbeat: () => Promise.resolve({ kind: 'transient', cause: undefined }),
        signOut: () => Promise.resolve({ kind: 'ok', value: {} }),
      },
    });
    other.start();
    await browser.advance(1000);
  };
  return { browser, engine, validate, made, deliveries, seed };
}

describe('before its code is here, the engine', () => {
  it('loads nothing until somebody starts or asks it', () => {
    const { engine, deliveries } = setUp();
    engine.subscribe(() => {});
    engine.onNotice(() => {});
    engine.onRecovered(() => {});
    engine.refused('SESSION_REVOKED', undefined, 0);
    engine.answered();
    expect(engine.getSnapshot().status).toBe('unknown');
    expect([engine.limits(), engine.tokens, engine.lastActivityAt()]).toEqual([undefined, undefined, undefined]);
    expect(deliveries).toHaveLength(0);
    engine.start();
    expect(deliveries).toHaveLength(1);
  });

  it('keeps listeners and starts, whatever their order, and makes one engine', async () => {
    const { browser, engine, deliveries, validate } = setUp();
    engine.start();
    const statuses: string[] = [];
    engine.subscribe(() => statuses.push(engine.getSnapshot().status));
    const notices: string[] = [];
    engine.onNotice(({ type }) => notices.push(type));
    engine.start();
    deliveries[0]?.arrive();
    await browser.advance(1000);
    expect(deliveries).toHaveLength(1);
    expect(validate).toHaveBeenCalledTimes(1);
    expect([...new Set(statuses)]).toEqual(['validating', 'active']);
    expect(notices).toContain('started');
  });

  it('forgets a listener and a start that were taken back meanwhile', async () => {
    const { browser, engine, deliveries, validate } = setUp();
    const stop = engine.start();
    const listener = vi.fn();
    engine.subscribe(listener)();
    stop();
    deliveries[0]?.arrive();
    await browser.advance(1000);
    expect(validate).not.toHaveBeenCalled();
    expect(listener).not.toHaveBeenCalled();
  });

  it('stops what was started before it came', async () => {
    const { browser, engine, deliveries, validate } = setUp();
    const stop = engine.start();
    deliveries[0]?.arrive();
    await browser.advance(1000);
    stop();
    validate.mockClear();
    await browser.advance(3_600_000);
    expect(validate).not.toHaveBeenCalled();
  });

  it('lets a question wait for it', async () => {
    const { engine, deliveries, validate } = setUp();
    const answered = engine.validate();
    deliveries[0]?.arrive();
    await answered;
    expect(validate).toHaveBeenCalledTimes(1);
    expect(engine.getSnapshot().status).toBe('active');
  });

  it('is over for good once disposed, also where its code comes later', async () => {
    const { browser, engine, deliveries, made, validate } = setUp();
    engine.start();
    engine.dispose();
    deliveries[0]?.arrive();
    await browser.advance(1000);
    expect(made).toHaveLength(1);
    engine.start();
    await browser.advance(1000);
    expect(validate).not.toHaveBeenCalled();
  });
});

describe('what was refused before it came', () => {
  it('is not told as a session: the server is asked first, and says that it is over', async () => {
    const { browser, engine, deliveries, validate, seed } = setUp();
    await seed();
    validate.mockResolvedValue({ kind: 'rejected', code: 'SESSION_REVOKED', cause: undefined } as never);
    validate.mockClear();
    const statuses: string[] = [];
    engine.subscribe(() => statuses.push(engine.getSnapshot().status));
    engine.start();
    engine.refused('SESSION_REVOKED', undefined, engine.epoch());
    deliveries[0]?.arrive();
    await browser.advance(1000);
    expect(validate).toHaveBeenCalled();
    expect(statuses).not.toContain('active');
    expect(engine.getSnapshot().status).toBe('revoked');
  });

  it('on the way while it came, is a question to the server and ends nothing by itself', async () => {
    const { browser, engine, deliveries, validate } = setUp();
    const epoch = engine.epoch();
    engine.start();
    deliveries[0]?.arrive();
    await browser.advance(1000);
    validate.mockClear();
    engine.refused('SESSION_REVOKED', undefined, epoch);
    await browser.advance(1000);
    expect(validate).toHaveBeenCalledTimes(1);
    expect(engine.getSnapshot().status).toBe('active');
  });

  it('and a sign-out that was heard before it came ends nobody who has signed in since', async () => {
    const { browser, engine, deliveries, seed } = setUp();
    await seed();
    engine.signedOut();
    deliveries[0]?.arrive();
    await browser.advance(1000);
    engine.start();
    await browser.advance(1000);
    expect(engine.getSnapshot().status).toBe('active');
  });
});

describe('attached before it came', () => {
  it('one that takes back another is heeded, and one that throws is alone with it', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const part = deferred('thing', () => Promise.resolve('here'));
    const told: string[] = [];
    let cancel = (): void => {};
    part.attach(() => {
      told.push('first');
      cancel();
      throw new Error('a bug of its own');
    });
    cancel = part.attach(() => {
      told.push('taken back');
      return () => {};
    });
    part.attachLast(() => {
      told.push('last');
      return () => {};
    });
    await expect(part.load()).resolves.toBe('here');
    expect(told).toEqual(['first', 'last']);
    expect(reported).toHaveBeenCalledTimes(1);
    vi.unstubAllGlobals();
  });
});

describe('when its file can’t be had, the engine', () => {
  it('says so to who asked, and tries again with the next question', async () => {
    const { engine, deliveries } = setUp();
    const asked = engine.validate();
    deliveries[0]?.fail();
    await expect(asked).rejects.toThrow(/could not be loaded.*deployment, reload the page/);
    const again = engine.validate();
    deliveries[1]?.arrive();
    await expect(again).resolves.toBeUndefined();
  });

  it('comes back by itself where it was started, in growing pauses, and reports it once', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const { browser, engine, deliveries } = setUp();
    engine.start();
    deliveries[0]?.fail();
    await browser.advance(1900);
    expect(deliveries).toHaveLength(1);
    await browser.advance(200);
    expect(deliveries).toHaveLength(2);
    deliveries[1]?.fail();
    await browser.advance(3900);
    expect(deliveries).toHaveLength(2);
    await browser.advance(200);
    expect(deliveries).toHaveLength(3);
    deliveries[2]?.arrive();
    await browser.advance(100);
    expect(engine.getSnapshot().status).toBe('active');
    expect(reported).toHaveBeenCalledTimes(1);
    vi.unstubAllGlobals();
  });

  it('stops trying when nobody wants it any more', async () => {
    const { browser, engine, deliveries } = setUp();
    vi.stubGlobal('reportError', vi.fn());
    const stop = engine.start();
    deliveries[0]?.fail();
    await browser.advance(100);
    stop();
    await browser.advance(600_000);
    expect(deliveries).toHaveLength(1);
    vi.unstubAllGlobals();
  });
});

it('has tokens to wait for where the transport is bearer', async () => {
  const { engine } = setUp({ hasTokens: true });
  expect(engine.tokens?.usable()).toBeUndefined();
  expect(engine.tokens?.isRefreshing()).toBe(false);
});
