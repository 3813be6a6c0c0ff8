/** A demo of a test's own, with what it prints. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface StartedDemo {
  readonly origin: string;
  /** What it has printed since it was ready. */
  printed(): string;
  stop(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '../../..');

/** @throws when it ends before it listens */
export async function startDemo(port: number): Promise<StartedDemo> {
  const demo = spawn('node', ['demo/start.mjs', '--port', String(port), '--memory', '--no-reload'], { cwd: root });
  const ended = once(demo, 'exit');
  let text = '';
  const isReady = new Promise<void>((resolve, reject) => {
    for (const stream of [demo.stdout, demo.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
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
    async stop() {
      demo.kill('SIGTERM');
      await ended;
    },
  };
}
