/**
 * Many stored sessions quickly: real rows, made by a real sign-in, are copied inside the database with other keys. So
 * a new column needs no change here. The secrets are known, five sessions a user.
 */
import { sql } from 'drizzle-orm';

const sessionsPerUser = 5;

/** The secret of the nth filled session, in the form that the server demands. @param {number} index */
export function filledSecret(index) {
  return String(index).padStart(43, '0');
}

/** @param {number} index */
export function filledUserId(index) {
  return `filled_user_${Math.floor(index / sessionsPerUser)}`;
}

/**
 * @param {import('react-session-security/server').Database} database
 * @param {number} count
 */
export async function fillSessions(database, count) {
  const lastUser = Math.ceil(count / sessionsPerUser) - 1;
  const statements = [
    `INSERT INTO session_security.users
      SELECT copy.* FROM session_security.users model, generate_series(0, ${lastUser}) n,
        jsonb_populate_record(model, jsonb_build_object(
          'id', 'filled_user_' || n, 'email', 'filled' || n || '@example.com', 'phone', NULL)) copy
      WHERE model.id = (SELECT min(id) FROM session_security.users)`,
    `INSERT INTO session_security.sessions
      SELECT copy.* FROM session_security.sessions model, generate_series(0, ${count - 1}) n,
        jsonb_populate_record(model, jsonb_build_object(
          'id', 'filled_session_' || n,
          'user_id', 'filled_user_' || n / ${sessionsPerUser},
          'secret_hash', rtrim(translate(encode(sha256(convert_to(lpad(n::text, 43, '0'), 'UTF8')), 'base64'), '+/', '-_'), '='))) copy
      WHERE model.id = (SELECT min(id) FROM session_security.sessions)`,
    'ANALYZE session_security.users',
    'ANALYZE session_security.sessions',
  ];
  for (const statement of statements) await database.execute(sql.raw(statement));
}
