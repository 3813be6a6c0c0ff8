/** Playwright's results in the one line that `.ci/run` adds up: "N passed, N failed, N skipped". */
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

export default class ClosingLinePlaywrightReporter implements Reporter {
  readonly #outcomes = new Map<TestCase, TestResult['status']>();
  #errors = 0;

  onTestEnd(test: TestCase, { status }: TestResult): void {
    this.#outcomes.set(test, status);
  }

  /** What belongs to no test: a server that did not start, a file that did not load. */
  onError(): void {
    this.#errors += 1;
  }

  onExit(): Promise<void> {
    const statuses = [...this.#outcomes.values()];
    const count = (...wanted: readonly string[]): number => statuses.filter((status) => wanted.includes(status)).length;
    const failed = count('failed', 'timedOut', 'interrupted') + this.#errors;
    process.stdout.write(`${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped\n`);
    return Promise.resolve();
  }
}
