/** A demo of a test's own, with what it prints, and a clock that can be moved. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface StartedDemo {
  readonly origin: string;
  /** What it has printed since it was ready. */
  printed(): string;
  /** What it takes for the present, epoch milliseconds. */
  now(): number;
  /** For the server alone it is later now. Pages notice with its next answer. */
  moveClock(ms: number): Promise<void>;
  stop(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '../../..');
const demoEntry = path.join(root, 'demo/start.mjs');
const movableClock = path.resolve(import.meta.dirname, 'movableClock.mjs');

/** It prints all that it has to say. @throws when it ends before it listens */
export async function startDemo(port: number): Promise<StartedDemo> {
  const options = ['--port', String(port), '--memory', '--no-reload', '--log', 'info'];
  const demo = spawn('node', ['--import', movableClock, demoEntry, ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(demo, 'exit');
  let text = '';
  let aheadMs = 0;
  const isReady = new Promise<void>((resolve, reject) => {
    for (const stream of [demo.stdout, demo.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        // The last thing that it says of itself: who its accounts are, with their passwords.
        if (/\nAccounts\n(?:.+\n)+\n?$/u.test(text)) resolve();
      });
    }
    void ended.then(() => reject(new Error(`The demo could not be started:\n${text}`)));
  });
  await isReady;
  const start = text.length;
  return {
    origin: `http://localhost:${port}`,
    printed: () => text.slice(start),
    now: () => Date.now() + aheadMs,
    async moveClock(moveMs) {
      const moved = once(demo, 'message');
      demo.send({ moveMs });
      await moved;
      aheadMs += moveMs;
    },
    async stop() {
      demo.kill('SIGTERM');
      await ended;
    },
  };
}
