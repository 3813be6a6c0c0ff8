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
    const { validate, throttledUntil } = jobsOver({
      'job.validate': '1,1,999999999999999',
      throttle: '999999999999999',
    }).read();
    expect(validate.retryAt).toBe(now + backoffCapMs);
    expect(throttledUntil).toBe(now + 3_600_000);
  });

  it('T-71: what was begun in the future was begun now', () => {
    expect(jobsOver({ 'job.validate': '999999999999999,0,0' }).read().validate.doneAt).toBe(now);
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
