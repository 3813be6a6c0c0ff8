/** A process of its own for one server under test: `node serve.mjs '{"server":…}'`, told and asked over IPC. */
import { createServer } from 'node:http';
import { createProfiler } from '../lib/profiler.mjs';
import { servers } from './servers.mjs';

/** @type {{ server: string } & import('./servers.mjs').ServerContext} */
const { server, ...context } = JSON.parse(process.argv[2] ?? '{}');
const start = servers[server];
if (start === undefined) throw new Error(`There is no server ${server}.`);
const { listener, targets } = await start(context);
const http = createServer(listener).listen(0, '127.0.0.1', () => {
  const address = http.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0, targets });
});
const profiler = createProfiler();

/** @type {Record<string, () => Promise<unknown>>} */
const answers = {
  usage: async () => ({ cpu: process.cpuUsage(), rssMiB: process.memoryUsage.rss() / 2 ** 20 }),
  startProfile: async () => {
    await profiler.start();
    return {};
  },
  stopProfile: () => profiler.stop(),
  // A database in this process would keep it alive.
  stop: async () => process.exit(0),
};

process.on('message', (message) => {
  void answers[String(message)]?.().then((answer) => process.send?.(answer));
});
process.once('disconnect', () => process.exit(0));
