/** Under which names the tabs of one browser share what they share. */

/** Engines with the same name on one origin keep one session. */
export const defaultName = 'react-session-security';

export const recordKey = 'session';
export const activityKey = 'activity';
export const highWaterKey = 'seen';
export const attemptKey = 'attempt';
/** In this tab's own storage: actions that wait for a confirmation. */
export const pendingKey = 'pending';
/** Which of them were taken out, so that no tab does the same again. */
export const takenKey = 'taken';

/** As it lies in the storage, and as storage events have it. */
export function storageName(prefix: string, key: string): string {
  return `${prefix}:${key}`;
}
