/** Spelling of object keys, converted deeply. Keys that could reach a prototype are dropped (R73). */

const dangerous = new Set(['__proto__', 'constructor', 'prototype']);

export function convertKeys(value: unknown, convert: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => convertKeys(item, convert));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !dangerous.has(key))
      .map(([key, inner]) => [convert(key), convertKeys(inner, convert)]),
  );
}

/** `last_activity_at` → `lastActivityAt`; a leading underscore stays. */
export function toCamelCase(key: string): string {
  return key.replace(/(?!^)_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `lastActivityAt` → `last_activity_at` */
export function toSnakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
