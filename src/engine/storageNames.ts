/** Under which names the tabs of one browser share what they share. */

/** Engines with the same name on one origin keep one session. */
export const defaultName = 'react-session-security';

export const recordKey = 'session';
export const activityKey = 'activity';
export const highWaterKey = 'seen';
export const attemptKey = 'attempt';

/** As it lies in the storage, and as storage events have it. */
export function storageName(prefix: string, key: string): string {
  return `${prefix}:${key}`;
}
