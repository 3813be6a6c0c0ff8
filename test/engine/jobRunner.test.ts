/** Work that several tabs find due is done once (SPEC A10). */
import { describe, expect, it } from 'vitest';
import { createJobRunner } from '../../src/engine/createJobRunner';
import { createSharedJobs } from '../../src/engine/createSharedJobs';
import { createSharedStore } from '../../src/engine/createSharedStore';
import type { TabLock } from '../../src/engine/createTabLock';

describe('work that is due', () => {
  it('A10: is left alone where another tab has done it while this one got the lock', async () => {
    const store = createSharedStore({ area: () => undefined, prefix: 'test' });
    const jobs = createSharedJobs({ store, now: () => 0, random: () => 0.5 });
    const done: string[] = [];
    let validate = 0;
    const lock: TabLock = {
      async run(_, __, task) {
        // Granted at last: the other tab has finished meanwhile.
        validate = 300_000;
        return { status: 'held', result: await task() };
      },
      releaseAll: () => {},
    };
    const plan = () => ({ validate, heartbeat: Infinity, signOut: Infinity, changesAt: Infinity });
    const work = async (job: string): Promise<void> => void done.push(job);
    const runner = createJobRunner({
      jobs,
      lock,
      now: () => 0,
      plan,
      work: { validate: () => work('validate'), heartbeat: () => work('heartbeat'), signOut: () => work('signOut') },
      onSettled: () => {},
    });
    runner.takeDue(plan());
    await runner.underWay('validate');
    expect(done).toEqual([]);
    // Whoever asks for it gets it all the same.
    await runner.run('validate');
    expect(done).toEqual(['validate']);
  });
});
