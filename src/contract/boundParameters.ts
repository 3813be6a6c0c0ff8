/**
 * What of an action's input a step-up token can be bound to (R45): everything but the token and what is secret. Client and
 * server must write it alike, so it is one function; the digest over it is SHA-256 in lower-case hex. Reaches browsers.
 */
import { isPlainObject } from './isPlainObject';
import { isSecretName } from './isSecretName';

/**
 * The canonical text of an input: its JSON with sorted keys and without the token, secrets and absent values (as RFC 8785
 * orders them). What has a JSON form of its own (`toJSON`: dates, URLs) is bound as that.
 *
 * Secrets are known by their names, by whole words: passwords, PINs and other things that people make up or type off, since
 * whoever reads the table could try a digest of them out. `passwordResetEmail` and `countryCode` are none, and are bound.
 *
 * @throws {TypeError} for what JSON would drop or write as `{}` (`Map`, `Set`, `bigint`, `FormData`, instances of classes,
 * functions): a token would be bound to less than the call does.
 * @example
 * boundParameters({ userId: 'b', newRole: 'admin', stepUpToken: '…' }) // '{"newRole":"admin","userId":"b"}'
 */
export function boundParameters(input: unknown): string {
  return JSON.stringify(canonical(input ?? {}, ''));
}

function canonical(value: unknown, key: string): unknown {
  if (hasJsonForm(value)) return canonical(value.toJSON(key), key);
  if (Array.isArray(value)) return value.map((item, index) => canonical(item, String(index)));
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') throw notJson(value, key);
  if (typeof value !== 'object' || value === null) return value;
  if (!isPlainObject(value)) throw notJson(value, key);
  const entries = Object.entries(value)
    .filter(([name, item]) => item !== undefined && !isSecretName(name))
    // oxlint-disable-next-line unicorn/no-array-sort -- a fresh array; `toSorted` is newer than some browsers that this reaches
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, canonical(item, name)]));
}

function hasJsonForm(value: unknown): value is { toJSON(key: string): unknown } {
  return typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function';
}

function notJson(value: unknown, key: string): TypeError {
  const kind = typeof value === 'object' && value !== null ? value.constructor.name : typeof value;
  const where = key === '' ? 'The input' : `"${key}" of the input`;
  return new TypeError(
    `react-session-security: ${where} of a sensitive action is a ${kind}, which has no JSON form, so a step-up token ` +
      'cannot be bound to it. Pass plain JSON on both sides, e.g. Object.fromEntries(map), [...set], String(bigint).',
  );
}
