/** Work that must not delay or fail an answer: texts, notices. Waited for when the server closes. */
import { describeUnknownError, type LogPort } from '../ports/log';

export interface Background {
  run(event: string, task: () => Promise<unknown>): void;
  settle(): Promise<void>;
}

export function createBackground(log: LogPort): Background {
  const running = new Set<Promise<void>>();
  return {
    run(event, task) {
      const work = (async () => {
        try {
          await task();
        } catch (error) {
          log.write({ level: 'error', event, error: describeUnknownError(error) });
        }
      })();
      running.add(work);
      void work.finally(() => running.delete(work));
    },
    async settle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
