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
  --help       this text

  DATABASE_URL=postgres://…   use that Postgres instead of the embedded database
`;

const options = readOptions();
const root = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('..', import.meta.url));
const origin = `http://localhost:${options.port}`;

console.log('Starting the demo …');
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
  cacheDir: fileURLToPath(new URL('../node_modules/.cache/vite-demo', import.meta.url)),
  server: { middlewareMode: { server }, hmr: { server }, fs: { allow: [repository] } },
});

const demo = await openDemo();

server.on('request', (request, response) => {
  if (request.url?.startsWith('/api/')) demo.listener(request, response);
  else vite.middlewares(request, response);
});
server.once('error', (error) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `Port ${options.port} is taken. Choose another: npm run demo -- --port ${options.port + 1}`
      : String(error),
  );
  void stop(1);
});
server.listen(options.port, 'localhost', () => console.log(demo.welcome));

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop(0));

async function openDemo() {
  try {
    const { createDemo } = await vite.ssrLoadModule('/server/createDemo.ts');
    return await createDemo({
      origin,
      reset: options.reset,
      dataDir: options.memory ? undefined : fileURLToPath(new URL('../.demo-data', import.meta.url)),
      databaseUrl: process.env.DATABASE_URL,
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
        help: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new Error(`--port takes a number from 1 to 65535, not "${values.port}".`);
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    return { ...values, port };
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}
