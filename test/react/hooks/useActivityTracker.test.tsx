/** Whether the user is there, in React: who renders, what is told to the server, and how several go together (SPEC A2). */
import { act, render, renderHook } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { NoAnswerError, useActivityTracker } from 'react-session-security';
import type { SessionStatus, UseActivityTrackerOptions } from 'react-session-security';
import { inputTypes } from '../../../src/engine/createActivityMonitor';
import { withSession } from '../../support/withSession';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const heartbeat = 'session.updateActivity';

const endsSoonWhenIdle = (status: SessionStatus): SessionStatus => ({
  ...status,
  policy: { ...status.policy, idleTimeoutMs: 15 * minute, warnBeforeMs: 5 * minute },
});

/** A tracker in a session that idleness does not end soon. */
async function track(options?: UseActivityTrackerOptions, scene = withSession()) {
  let renders = 0;
  const hook = renderHook(
    (props: UseActivityTrackerOptions | undefined) => {
      renders += 1;
      return useActivityTracker(props);
    },
    { wrapper: scene.Wrapper, initialProps: options },
  );
  await scene.advance(second);
  const type = async (forMs: number, everyMs = 10 * second): Promise<void> => {
    for (let passed = 0; passed < forMs; passed += everyMs) {
      act(() => scene.tab.input());
      // oxlint-disable-next-line no-await-in-loop -- time passes in order
      await scene.advance(everyMs);
    }
  };
  return { ...scene, ...hook, type, renders: () => renders };
}

describe('useActivityTracker', () => {
  it('A2: tells the server every five minutes while there is input, and once more after the last', async () => {
    const scene = await track();
    expect(scene.callsTo('session.getStatus')).toBe(1);
    await scene.type(20 * minute);
    expect(scene.callsTo(heartbeat)).toBe(4);
    await scene.advance(hour, minute);
    expect(scene.callsTo(heartbeat)).toBeLessThanOrEqual(5);
    const whenIdle = scene.callsTo(heartbeat);
    await scene.advance(hour, minute);
    expect(scene.callsTo(heartbeat)).toBe(whenIdle);
  });

  it('A2: a longer interval makes them fewer, in all tabs together; a shorter one has no effect', async () => {
    const scene = await track({ interval: 20 * minute });
    const other = scene.openTab();
    const cancel = other.client.engine.heartbeatEvery(20 * minute);
    for (let passed = 0; passed < hour; passed += 10 * second) {
      act(() => scene.tab.input());
      other.tab.input();
      // oxlint-disable-next-line no-await-in-loop -- time passes in order
      await scene.advance(10 * second);
    }
    expect(scene.callsTo(heartbeat)).toBe(3);
    cancel();
    scene.rerender({ interval: second });
    await scene.type(20 * minute);
    expect(scene.callsTo(heartbeat)).toBe(3 + 4);
  });

  it.each([hour, Number.POSITIVE_INFINITY])(
    'A2: an interval of %s ms never lets an active session end',
    async (interval) => {
      const scene = await track({ interval }, withSession({ alterStatus: endsSoonWhenIdle }));
      await scene.type(hour);
      expect(scene.client.engine.getSnapshot().status).toBe('active');
      expect(scene.callsTo(heartbeat)).toBeLessThan(8);
    },
  );

  it.each([Number.NaN, -1])('an interval of %s is none', async (interval) => {
    const scene = await track({ interval, idleThreshold: interval });
    await scene.type(20 * minute);
    expect(scene.callsTo(heartbeat)).toBe(4);
  });

  it('T-60: renders nothing for input, and once for each change between idle and active', async () => {
    const scene = await track({ idleThreshold: minute });
    const before = scene.renders();
    await scene.type(10 * minute, second);
    expect(scene.renders()).toBe(before);
    expect(scene.result.current.isIdle).toBe(false);
    await scene.advance(minute + 10 * second, second);
    expect(scene.result.current.isIdle).toBe(true);
    // StrictMode renders twice.
    expect(scene.renders()).toBe(before + 2);
    await scene.advance(10 * minute, second);
    expect(scene.renders()).toBe(before + 2);
    act(() => scene.tab.input());
    expect(scene.result.current.isIdle).toBe(false);
    expect(scene.renders()).toBe(before + 4);
  });

  it('A2: input in another tab counts too, at once', async () => {
    const scene = await track({ idleThreshold: minute });
    const other = scene.openTab();
    await scene.advance(5 * minute, minute);
    expect(scene.result.current.isIdle).toBe(true);
    act(() => other.tab.input());
    await scene.advance(100);
    expect(scene.result.current.isIdle).toBe(false);
  });

  it('says when the last input was, without rendering', async () => {
    const scene = await track();
    await scene.advance(minute);
    const before = scene.renders();
    act(() => scene.tab.input());
    const at = scene.browser.now();
    await scene.advance(30 * second);
    expect(Math.abs(Number(scene.result.current.lastActivityAt()) - at)).toBeLessThanOrEqual(second);
    expect(scene.renders()).toBe(before);
    const { current } = scene.result;
    scene.rerender({});
    expect(scene.result.current).toBe(current);
  });

  it('A2: fails silently, and what was not told is told later', async () => {
    const scene = await track();
    scene.backend.fail(heartbeat, new NoAnswerError());
    await scene.type(11 * minute);
    expect(scene.client.engine.getSnapshot()).toMatchObject({ status: 'active', link: 'online' });
    scene.backend.succeed(heartbeat);
    const tried = scene.callsTo(heartbeat);
    await scene.advance(10 * minute, minute);
    expect(scene.callsTo(heartbeat)).toBe(tried + 1);
  });

  it('T-61: several with different options share one set of listeners', async () => {
    const scene = withSession();
    const Tracker = ({ name, ...options }: UseActivityTrackerOptions & { readonly name: string }) => (
      <p>{useActivityTracker(options).isIdle ? `${name} idle` : `${name} active`}</p>
    );
    const { unmount, container } = render(
      <>
        <Tracker name="short" idleThreshold={minute} interval={10 * minute} />
        <Tracker name="long" idleThreshold={30 * minute} interval={20 * minute} />
        <Tracker name="off" enabled={false} idleThreshold={second} />
      </>,
      { wrapper: scene.Wrapper },
    );
    await scene.advance(second);
    const heard = scene.tab.page.window.listeners.filter(({ type }) => inputTypes.some((input) => input === type));
    expect(heard).toHaveLength(inputTypes.length);
    for (let passed = 0; passed < hour; passed += 10 * second) {
      act(() => scene.tab.input());
      // oxlint-disable-next-line no-await-in-loop -- time passes in order
      await scene.advance(10 * second);
    }
    expect(scene.callsTo(heartbeat)).toBe(6);
    await scene.advance(5 * minute, minute);
    expect(container).toHaveTextContent('short idlelong activeoff active');
    unmount();
    await scene.advance(second);
    expect(scene.tab.page.listenerCount).toBe(0);
    expect(scene.browser.pendingTimers).toBe(0);
  });

  it('while disabled nothing is listened to, asked or known', async () => {
    const scene = await track({ enabled: false });
    await scene.advance(hour, minute);
    expect(scene.tab.page.listenerCount).toBe(0);
    expect(scene.backend.calls).toEqual([]);
    expect(scene.result.current.isIdle).toBe(false);
    scene.rerender({ enabled: true, idleThreshold: minute });
    await scene.advance(5 * minute, minute);
    expect(scene.result.current.isIdle).toBe(true);
    scene.rerender({ enabled: false });
    expect(scene.result.current.isIdle).toBe(false);
    await scene.advance(second);
    expect(scene.tab.page.listenerCount).toBe(0);
    expect(scene.browser.pendingTimers).toBe(0);
  });

  it('is nobody’s idleness once the session is over', async () => {
    const scene = await track({ idleThreshold: minute });
    await scene.advance(2 * minute, minute);
    expect(scene.result.current.isIdle).toBe(true);
    await act(async () => void scene.client.engine.signOut());
    await scene.advance(second);
    expect(scene.result.current.isIdle).toBe(false);
    expect(scene.result.current.lastActivityAt()).toBeUndefined();
  });

  it('renders on a server, and touches nothing there', () => {
    const scene = withSession();
    const Reader = () => String(useActivityTracker().isIdle);
    expect(
      renderToString(
        <scene.Wrapper>
          <Reader />
        </scene.Wrapper>,
      ),
    ).toContain('false');
    expect(scene.backend.calls).toEqual([]);
  });
});
