/**
 * The reference server with the bearer transport, in a process of its own, told and asked over IPC. Every answer is held
 * back as by a network, and its clock is moved to let tokens expire.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createSessionSecurityServer, jsonLog, toNodeListener } from 'react-session-security/server';
import { pgliteDriver } from 'react-session-security/server/pglite';

/** @type {{ latencyMs: number, account: { email: string, password: string } }} */
const { latencyMs, account } = JSON.parse(process.argv[2] ?? '{}');

let skewMs = 0;
let strewnOverMs = 0;
let reads = 0;
let counts = { refreshes: 0, refused: 0, served: 0 };

const http = createServer((request, response) => {
  const isRefresh = request.url?.includes('/auth.refresh') === true;
  response.once('finish', () => {
    if (isRefresh) counts.refreshes += 1;
    else if (response.statusCode === 401) counts.refused += 1;
    else counts.served += 1;
  });
  // In turn, so that it is the same each time.
  const delayMs = request.method === 'GET' ? (strewnOverMs * (reads++ % 100)) / 100 : 0;
  setTimeout(() => listener(request, response), latencyMs + delayMs);
});
/** @type {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void} */
let listener;

http.listen(0, '127.0.0.1', () => void start());

async function start() {
  const address = http.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const now = () => Date.now() + skewMs;
  const server = createSessionSecurityServer({
    database: pgliteDriver(),
    encryptionKey: randomBytes(32).toString('base64'),
    origins: [`http://127.0.0.1:${port}`],
    transport: 'bearer',
    cookies: { allowInsecure: true },
    clock: {
      now,
      monotonic: now,
      schedule(task, delayMs) {
        const timer = setTimeout(() => task(), delayMs);
        return () => clearTimeout(timer);
      },
    },
    log: jsonLog({ level: 'error' }),
  });
  await server.migrate();
  await server.users.createUser({ ...account, displayName: 'Maya', roles: ['member'] });
  listener = toNodeListener(server.handler);
  process.send?.({ port });
}

process.on('message', (/** @type {{ advanceMs?: number, spreadMs?: number }} */ change) => {
  const { advanceMs = 0, spreadMs = strewnOverMs } = change;
  skewMs += advanceMs;
  strewnOverMs = spreadMs;
  reads = 0;
  const answer = { skewMs, ...counts };
  counts = { refreshes: 0, refused: 0, served: 0 };
  process.send?.(answer);
});
process.once('disconnect', () => process.exit(0));
