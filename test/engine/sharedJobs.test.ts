/** What lies in the store about who did what can be wrong, and must put nothing off for ever (SPEC A10; ENGINE T-71). */
import { describe, expect, it } from 'vitest';
import { backoffCapMs } from '../../src/engine/backoff';
import { createSharedJobs } from '../../src/engine/createSharedJobs';
import { createSharedStore } from '../../src/engine/createSharedStore';

const now = Date.UTC(2026, 10, 21, 9);
const day = 24 * 60 * 60_000;

function jobsOver(stored: Readonly<Record<string, string>>) {
  const store = createSharedStore({ area: () => undefined, prefix: 'test' });
  for (const [key, text] of Object.entries(stored)) store.write(key, text);
  return createSharedJobs({ store, now: () => now, random: () => 0.5 });
}

describe('what lies in the store', () => {
  it('T-71: a pause without end is one of our own at most, and a wait for the server an hour', () => {
    const since = now - 1000;
    const { validate, throttledUntil } = jobsOver({
      'job.validate': `${since},1,999999999999999`,
      throttle: `999999999999999,${since}`,
    }).read();
    expect(validate.retryAt).toBe(since + backoffCapMs);
    expect(throttledUntil).toBe(since + 3_600_000);
  });

  it('T-71: a minute to come is now: tabs know the time only so well', () => {
    const soon = now + 60_000;
    const { validate, throttledUntil } = jobsOver({
      'job.validate': `${soon},1,${soon + 30_000}`,
      throttle: `${soon + 30_000},${soon}`,
    }).read();
    expect(validate).toEqual({ doneAt: now, failures: 1, retryAt: soon + 30_000 });
    expect(throttledUntil).toBe(soon + 30_000);
  });

  it('T-20, T-71: what a clock stamped that was set back since then puts nothing off', () => {
    const later = now + 60_001;
    const { validate, throttledUntil } = jobsOver({
      'job.validate': `${later},3,${later + 30_000}`,
      throttle: `${later + 30_000},${later}`,
    }).read();
    expect(validate).toEqual({ doneAt: 0, failures: 3, retryAt: 0 });
    expect(throttledUntil).toBe(0);
  });

  it.each(['', 'x', '1,2', '1,2,3,4', '-1,0,0', '1e3,0,0', '1.5,0,0', 'NaN,0,0', '9'.repeat(60)])(
    'T-71: %j is nothing',
    (text) => {
      const { validate } = jobsOver({ 'job.validate': text }).read();
      expect(validate).toEqual({ doneAt: 0, failures: 0, retryAt: 0 });
    },
  );

  it.each([
    [now - day + 1, true],
    [now - day, false],
    [now + 1, false],
  ])('T-74: a sign-out owed since %i is owed: %s', (at, isOwed) => {
    expect(jobsOver({ farewell: String(at) }).read().owesSignOut).toBe(isOwed);
  });
});
