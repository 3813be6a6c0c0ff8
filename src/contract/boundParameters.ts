/**
 * What of an action's input a step-up token can be bound to (R45): everything but the token and what is secret. Client and
 * server must write it alike, so it is one function; the digest over it is SHA-256 in lower-case hex. Reaches browsers.
 */

/** Never digested: SHA-256 of a password could be tried out by whoever reads the table. */
const isLeftOut = (key: string): boolean => /^(?:stepUpToken|code)$|password|secret/iu.test(key);

/**
 * The canonical text of an input: JSON with sorted keys and without the token, secrets and absent values (as RFC 8785
 * orders them).
 *
 * @example
 * boundParameters({ userId: 'b', newRole: 'admin', stepUpToken: '…' }) // '{"newRole":"admin","userId":"b"}'
 */
export function boundParameters(input: unknown): string {
  return JSON.stringify(canonical(input ?? {}));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, item]) => item !== undefined && !isLeftOut(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]));
}
