/**
 * Starts the demo: the real server over an embedded database, and a small real app, in one process.
 * Plain JavaScript because Node 20 cannot run TypeScript; Vite loads the rest.
 */
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { createServer as createVite } from 'vite';

const usage = `npm run demo -- [options]

  --port N     where to listen (default 5199)
  --reset      start from fresh data: accounts, sessions and outbox
  --memory     keep nothing on disk
  --on-limit X what a sign-in beyond five devices does: evict-oldest (default), ask, or reject
  --idle X     how long nobody may be active: 90s, 2m, 1h … (default 14d)
  --warn X     how long before that end the user is warned (default half of --idle, at most 5m)
  --log X      what the server prints of itself: error (default), warn, or info for every sign-in and every proof
  --no-reload  open pages stay as they are when a file of the demo or the kit changes
  --help       this text

  DATABASE_URL=postgres://…   use that Postgres instead of the embedded database
`;

const durations = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const limitPolicies = ['evict-oldest', 'ask', 'reject'];
const logLevels = ['error', 'warn', 'info'];
const options = readOptions();
const root = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('..', import.meta.url));
const origin = `http://localhost:${options.port}`;

console.log('Starting the demo …');
await checkPort();
const server = http.createServer();
const conditions = ['react-session-security/source', 'module', 'browser', 'development|production'];
const vite = await createVite({
  configFile: false,
  root,
  appType: 'spa',
  logLevel: 'warn',
  plugins: [react(), tailwindcss()],
  resolve: { conditions },
  ssr: { resolve: { conditions: ['react-session-security/source', 'module', 'node', 'development|production'] } },
  /** One for each port, because two demos may start at once. */
  cacheDir: fileURLToPath(new URL(`../node_modules/.cache/vite-demo-${options.port}`, import.meta.url)),
  server: {
    middlewareMode: { server },
    hmr: { server },
    watch: options['no-reload'] ? null : undefined,
    fs: { allow: [repository] },
  },
});

const demo = await openDemo();

server.on('request', (request, response) => {
  if (request.url?.startsWith('/api/')) demo.listener(request, response);
  else vite.middlewares(request, response);
});
server.once('error', (error) => {
  console.error(describeListenError(error));
  void stop(1);
});
server.listen(options.port, 'localhost', () => console.log(demo.welcome));

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop(0));

/** Before anything is opened or reset: a port that is taken should cost neither time nor data. */
async function checkPort() {
  const probe = http.createServer();
  try {
    await new Promise((resolve, reject) => probe.once('error', reject).listen(options.port, 'localhost', resolve));
  } catch (error) {
    console.error(describeListenError(error));
    process.exit(1);
  }
  await new Promise((resolve) => probe.close(resolve));
}

function describeListenError(error) {
  return error.code === 'EADDRINUSE'
    ? `Port ${options.port} is taken. Choose another: npm run demo -- --port ${options.port + 1}`
    : String(error);
}

async function openDemo() {
  try {
    const { createDemo } = await vite.ssrLoadModule('/server/createDemo.ts');
    return await createDemo({
      origin,
      reset: options.reset,
      dataDir: options.memory ? undefined : fileURLToPath(new URL('../.demo-data', import.meta.url)),
      databaseUrl: process.env.DATABASE_URL,
      onLimit: options['on-limit'],
      idleLimits: options.idleLimits,
      logLevel: options.log,
    });
  } catch (error) {
    console.error(`The demo could not be started: ${error.message}`);
    process.exit(1);
  }
}

async function stop(exitCode) {
  server.close();
  server.closeAllConnections();
  await Promise.allSettled([demo.close(), vite.close()]);
  process.exit(exitCode);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '5199' },
        reset: { type: 'boolean', default: false },
        memory: { type: 'boolean', default: false },
        'on-limit': { type: 'string', default: 'evict-oldest' },
        idle: { type: 'string' },
        warn: { type: 'string' },
        log: { type: 'string', default: 'error' },
        'no-reload': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Error(`--port takes a number from 1 to 65535, not "${values.port}".`);
    for (const [name, known] of Object.entries({ 'on-limit': limitPolicies, log: logLevels })) {
      if (!known.includes(values[name])) throw new Error(`--${name} takes ${known.join(', ')}, not "${values[name]}".`);
    }
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    return { ...values, port, idleLimits: readIdleLimits(values) };
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

function readIdleLimits({ idle, warn }) {
  if (idle === undefined && warn === undefined) return undefined;
  if (idle === undefined) throw new Error('--warn needs --idle.');
  const idleMs = readDuration('--idle', idle);
  return { idleMs, warnMs: warn === undefined ? Math.min(idleMs / 2, 300_000) : readDuration('--warn', warn) };
}

function readDuration(name, text) {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (unit === undefined) throw new Error(`${name} takes a duration like 90s, 2m, 1h or 14d, not "${text}".`);
  return Number(count) * durations[unit];
}
