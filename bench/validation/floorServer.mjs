/** The floor: tRPC's own Node adapter, one procedure, one prepared select by the hash of the cookie. Nothing is guarded. */
import { createHash } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { initTRPC } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import pg from 'pg';

const select = 'SELECT user_id, expires_at FROM bench_floor WHERE token_hash = $1';

/** @type {(context: import('./servers.mjs').ServerContext) => Promise<import('./servers.mjs').ServerUnderTest>} */
export async function floorServer({ store, url, accounts, stored }) {
  const database = store === 'postgres' ? overPostgres(url) : overPglite();
  await database.run(
    'CREATE TABLE bench_floor (token_hash text PRIMARY KEY, user_id text NOT NULL, expires_at timestamptz NOT NULL)',
  );
  await database.run(
    `INSERT INTO bench_floor SELECT rtrim(translate(encode(sha256(convert_to('token' || n, 'UTF8')), 'base64'), '+/', '-_'), '='),
      'user_' || n, now() + interval '1 day' FROM generate_series(0, ${stored - 1}) n`,
  );
  await database.run('ANALYZE bench_floor');

  const trpc = initTRPC.context().create({ isDev: false });
  const router = trpc.router({
    validate: trpc.procedure.query(async ({ ctx }) => {
      const token = /** @type {{ token: string }} */ (ctx).token;
      const row = await database.find(createHash('sha256').update(token).digest('base64url'));
      return row === undefined ? null : { userId: row.user_id, expiresAt: row.expires_at };
    }),
  });
  const listener = createHTTPHandler({
    router,
    createContext: ({ req }) => ({ token: /token=([^;]+)/u.exec(req.headers.cookie ?? '')?.[1] ?? '' }),
  });
  const callers = Array.from({ length: accounts }, (_, index) => ({
    headers: { cookie: `token=token${index}` },
    expected: `user_${index}`,
  }));
  return { listener, targets: [{ name: 'floor: bare tRPC + one indexed select', path: '/validate', callers }] };
}

/** @param {string} url */
function overPostgres(url) {
  const pool = new pg.Pool({ connectionString: url });
  return {
    run: (/** @type {string} */ text) => pool.query(text),
    find: async (/** @type {string} */ hash) =>
      (await pool.query({ name: 'floor', text: select, values: [hash] })).rows[0],
  };
}

function overPglite() {
  const lite = new PGlite();
  return {
    run: (/** @type {string} */ text) => lite.query(text),
    find: async (/** @type {string} */ hash) => (await lite.query(select, [hash])).rows[0],
  };
}
