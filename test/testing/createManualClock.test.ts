import { systemClock } from 'react-session-security/contract';
import { createManualClock } from 'react-session-security/testing';
import { describe, expect, it, vi } from 'vitest';

describe('manual clock', () => {
  it('stands still until it is moved', () => {
    const clock = createManualClock(1000);
    expect([clock.now(), clock.monotonic()]).toEqual([1000, 0]);
    clock.advance(250);
    expect([clock.now(), clock.monotonic()]).toEqual([1250, 250]);
  });

  it('runs timers in the order in which they fall due, each at its own time', () => {
    const clock = createManualClock(0);
    const ran: unknown[] = [];
    clock.schedule(() => ran.push(['late', clock.now()]), 300);
    clock.schedule(() => ran.push(['early', clock.now()]), 100);
    clock.schedule(() => ran.push(['early too', clock.now()]), 100);
    clock.advance(299);
    expect(ran).toEqual([
      ['early', 100],
      ['early too', 100],
    ]);
    clock.advance(1);
    expect(ran).toHaveLength(3);
  });

  it('runs timers that timers set, if they fall due on the way', () => {
    const clock = createManualClock(0);
    const ran: number[] = [];
    const tick = (): void => {
      ran.push(clock.now());
      clock.schedule(tick, 60_000);
    };
    clock.schedule(tick, 60_000);
    clock.advance(180_000);
    expect(ran).toEqual([60_000, 120_000, 180_000]);
    expect(clock.pending).toBe(1);
  });

  it('forgets a timer that was cancelled, however often', () => {
    const clock = createManualClock();
    const task = vi.fn();
    const cancel = clock.schedule(task, 10);
    cancel();
    cancel();
    clock.advance(20);
    expect(task).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('runs a timer without delay, or of the past, at the next move and not before', () => {
    const clock = createManualClock();
    const task = vi.fn();
    clock.schedule(task, 0);
    clock.schedule(task, -5);
    expect(task).not.toHaveBeenCalled();
    clock.advance(0);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it('can be set as a machine’s clock is, which makes no timer due', () => {
    const clock = createManualClock(0);
    const task = vi.fn();
    clock.schedule(task, 1000);
    clock.setNow(3_600_000);
    expect([clock.now(), clock.monotonic()]).toEqual([3_600_000, 0]);
    expect(task).not.toHaveBeenCalled();
    clock.advance(1000);
    expect(clock.now()).toBe(3_601_000);
    expect(task).toHaveBeenCalledOnce();
  });

  it('keeps the time of its clock when a task sets it', () => {
    const clock = createManualClock(0);
    clock.schedule(() => clock.setNow(500_000), 100);
    clock.advance(200);
    expect([clock.now(), clock.monotonic()]).toEqual([500_100, 200]);
  });
});

describe('manual clock and fractions of a millisecond', () => {
  it('tells whole milliseconds, and arrives where it was sent whatever timers ran on the way', () => {
    const clock = createManualClock(Date.UTC(2026, 10, 21, 9));
    const seen: number[] = [];
    for (let timer = 1; timer <= 1000; timer += 1) clock.schedule(() => seen.push(clock.now()), timer * 0.7713);
    for (let second = 0; second < 10; second += 1) clock.advance(100);
    expect(clock.now()).toBe(Date.UTC(2026, 10, 21, 9, 0, 1));
    expect(seen).toHaveLength(1000);
    expect(seen.filter((now) => !Number.isInteger(now))).toEqual([]);
  });
});

describe('system clock', () => {
  it('runs a task once, and not at all when cancelled', async () => {
    const cancelled = vi.fn();
    systemClock.schedule(cancelled, 0)();
    await new Promise<void>((resolve) => void systemClock.schedule(resolve, -1));
    expect(cancelled).not.toHaveBeenCalled();
  });

  it('does not fire at once for a delay beyond what timers can hold', async () => {
    const task = vi.fn();
    const cancel = systemClock.schedule(task, 30 * 24 * 3_600_000);
    await new Promise<void>((resolve) => void systemClock.schedule(resolve, 5));
    expect(task).not.toHaveBeenCalled();
    cancel();
  });
});
