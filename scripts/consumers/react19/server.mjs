/** The reference server and the built app on one origin, as a host would put them. Prints its port. */
import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { createSessionSecurityServer, toNodeListener } from 'react-session-security/server';
import { pgliteDriver } from 'react-session-security/server/pglite';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const http = createServer();
await new Promise((resolve) => http.listen(0, 'localhost', resolve));
const { port } = http.address();

const security = createSessionSecurityServer({
  database: pgliteDriver(),
  encryptionKey: randomBytes(32).toString('base64'),
  origins: [`http://localhost:${port}`],
});
await security.migrate();
await security.users.createUser({ email: 'maya@example.com', password: 'correct horse battery staple' });
const api = toNodeListener((request, info) => security.handler(request, info));

http.on('request', (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname.startsWith('/api/')) return api(request, response);
  const file = path.join('dist', pathname === '/' ? 'index.html' : pathname);
  if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
  return createReadStream(file).pipe(response);
});
console.log(port);
