/** Whether something that came from outside has a shape. */

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A handle of a session or a user. Longer ones are not ours. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 256;
}

/** Exactly `count` numbers that could be instants or counts, or nothing. */
export function numbersIn(text: string | undefined, count: number): readonly number[] {
  if (text === undefined || text.length > count * 16) return [];
  const parts = text.split(',');
  return parts.length === count && parts.every((part) => /^\d{1,15}$/.test(part)) ? parts.map(Number) : [];
}
