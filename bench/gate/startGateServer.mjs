/** Starts `serve.mjs` and speaks with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** @typedef {{ refreshes: number, refused: number, served: number, skewMs: number }} ServerCounts `skewMs`: how far its clock is ahead */
/**
 * @typedef {object} GateServer
 * @property {string} origin
 * @property {(change?: { advanceMs?: number, spreadMs?: number }) => Promise<ServerCounts>} ask Moves its clock, or strews its answers; returns what was asked since the last time.
 * @property {() => Promise<void>} stop
 */

/** @param {{ latencyMs: number, account: { email: string, password: string } }} options @returns {Promise<GateServer>} */
export async function startGateServer(options) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'serve.mjs'), JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const ended = once(child, 'exit');
  const answer = async () => {
    const early = ended.then(([code]) => {
      throw new Error(`The server of the gate bench ended with ${code}.`);
    });
    const [message] = await Promise.race([once(child, 'message'), early]);
    return message;
  };
  const { port } = await answer();
  return {
    origin: `http://127.0.0.1:${port}`,
    ask(change = {}) {
      const reply = answer();
      child.send(change);
      return reply;
    },
    async stop() {
      if (child.exitCode === null) child.disconnect();
      await ended;
    },
  };
}
