/** Starts `serve.mjs` and speaks with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/**
 * @typedef {object} RunningServer
 * @property {number} port
 * @property {readonly import('./servers.mjs').Target[]} targets
 * @property {() => Promise<{ cpuMs: number, rssMiB: number }>} usage
 * @property {() => Promise<void>} startProfile
 * @property {() => Promise<import('../lib/profiler.mjs').Profile>} stopProfile
 * @property {() => Promise<void>} stop
 */

/**
 * @param {{ server: string } & import('./servers.mjs').ServerContext} options
 * @returns {Promise<RunningServer>}
 */
export async function startServer(options) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'serve.mjs'), JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const ended = once(child, 'exit');
  const answer = async () => {
    const early = ended.then(([code]) => {
      throw new Error(`The ${options.server} server on ${options.store} ended with ${code}.`);
    });
    const [message] = await Promise.race([once(child, 'message'), early]);
    return message;
  };
  const ask = (/** @type {string} */ question) => {
    const reply = answer();
    child.send(question);
    return reply;
  };
  const { port, targets } = await answer();
  return {
    port,
    targets,
    async usage() {
      const { cpu, rssMiB } = await ask('usage');
      return { cpuMs: (cpu.user + cpu.system) / 1000, rssMiB };
    },
    startProfile: () => ask('startProfile'),
    stopProfile: () => ask('stopProfile'),
    async stop() {
      if (child.exitCode === null) child.send('stop');
      await ended;
    },
  };
}
