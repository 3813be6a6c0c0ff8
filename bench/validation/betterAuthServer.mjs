/** better-auth's `getSession` as its documentation sets it up, on the same database. */
import { PGlite } from '@electric-sql/pglite';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

/** @type {(context: import('./servers.mjs').ServerContext) => Promise<import('./servers.mjs').ServerUnderTest>} */
export async function betterAuthServer({ store, url, accounts, stored }) {
  const pool = store === 'postgres' ? new pg.Pool({ connectionString: url }) : pgliteAsPool(new PGlite());
  const database = {
    db: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    type: /** @type {const} */ ('postgres'),
  };
  const options = {
    database,
    secret: 'a-secret-of-the-bench-that-is-long-enough',
    baseURL: 'http://127.0.0.1:3000',
    emailAndPassword: { enabled: true },
    // Ours answers a validation without counting it either.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
  };
  await (await getMigrations(options)).runMigrations();
  const auth = betterAuth(options);
  const callers = [];
  for (let index = 0; index < accounts; index += 1) callers.push(await signUp(auth, index));
  await fill(pool, stored - accounts);
  const handler = toNodeHandler(auth);
  return {
    listener: (request, response) => void handler(request, response),
    targets: [{ name: 'better-auth: getSession', path: '/api/auth/get-session', callers }],
  };
}

/** @param {{ handler: (request: Request) => Promise<Response> }} auth @param {number} index */
async function signUp(auth, index) {
  const body = { email: `user${index}@example.com`, password: 'correct horse battery staple', name: `User ${index}` };
  const response = await auth.handler(
    new Request('http://127.0.0.1:3000/api/auth/sign-up/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' },
      body: JSON.stringify(body),
    }),
  );
  if (response.status !== 200)
    throw new Error(`better-auth answered the sign-up ${response.status}: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const { user } = await response.json();
  return { headers: { cookie }, expected: String(user.id) };
}

/** As in `fillSessions`. @param {{ connect: () => Promise<any> }} pool @param {number} count */
async function fill(pool, count) {
  const client = await pool.connect();
  for (const statement of [
    `INSERT INTO "user" SELECT copy.* FROM "user" model, generate_series(0, ${Math.ceil(count / 5) - 1}) n,
      jsonb_populate_record(model, jsonb_build_object('id', 'filled_' || n, 'email', 'filled' || n || '@example.com')) copy
      WHERE model.id = (SELECT min(id) FROM "user")`,
    `INSERT INTO "session" SELECT copy.* FROM "session" model, generate_series(0, ${count - 1}) n,
      jsonb_populate_record(model, jsonb_build_object('id', 'filled_' || n, 'token', 'filled_' || n, 'userId', 'filled_' || n / 5)) copy
      WHERE model.id = (SELECT min(id) FROM "session")`,
    'ANALYZE',
  ]) {
    await client.query(statement, []);
  }
  client.release();
}

/** What Kysely's dialect needs of a pool, over the one connection that PGlite is. @param {PGlite} lite */
function pgliteAsPool(lite) {
  const client = {
    async query(/** @type {string} */ text, /** @type {unknown[]} */ values) {
      const { rows, affectedRows = 0 } = await lite.query(text, values);
      return { rows, rowCount: affectedRows, command: /^\s*(\w+)/u.exec(text)?.[1]?.toUpperCase() ?? '' };
    },
    release() {},
  };
  return /** @type {any} */ ({ connect: async () => client, end: () => lite.close() });
}
