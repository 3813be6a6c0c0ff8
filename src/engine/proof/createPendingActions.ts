/**
 * Actions that are to go on after a confirmation on another page (SPEC F10; R71, R72): the URL carries an action's name and
 * an opaque id, what the action needs stays in this tab's session storage, and is taken out once. A link from outside
 * brings an id that this tab never made, so it executes nothing.
 */
import type { Clock } from '../../contract/clock';
import { sensitiveActionTypes } from '../../contract/sensitiveAction';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import { sanitizeReturnTo } from '../../contract/sanitizeReturnTo';
import type { StorageArea } from '../createSharedStore';
import { isObject } from '../guards';

/** An action that waits for its confirmation. */
export interface PendingAction {
  readonly id: string;
  /** By which the application finds what to do; never code. */
  readonly name: string;
  readonly actionType: SensitiveActionType;
  /** JSON. Hostile until the application's own validator has passed it. */
  readonly parameters: unknown;
  /** A path of the same origin. */
  readonly returnTo: string;
}

export type NewPendingAction = Omit<PendingAction, 'id'>;

export interface PendingActions {
  /**
   * Puts `action` aside and returns its id.
   *
   * @throws {TypeError} for parameters that look like a secret, are no JSON, or are longer than 4 kB: nothing is stored
   */
  put(action: NewPendingAction): string;
  /** What lies there, without taking it; `undefined` for anything that this tab did not put there within its time. */
  peek(id: unknown): PendingAction | undefined;
  /** The same, once: whoever comes second gets nothing (StrictMode, a second tab, a reload). */
  take(id: unknown): PendingAction | undefined;
  /** At sign-out: nothing of one user's is left for the next. */
  clear(): void;
}

export interface PendingActionsOptions {
  /** This tab's own, `sessionStorage`. A function, because the mere look at it can throw. */
  readonly area: () => (StorageArea & Pick<Storage, 'key' | 'length'>) | undefined;
  readonly prefix: string;
  readonly clock: Pick<Clock, 'now'>;
  /** At least 128 bits, in URL-safe letters. */
  readonly newId: () => string;
}

/** As long as the step-up token that the confirmation brings. */
export const pendingActionTtlMs = 10 * 60_000;
const maxLength = 4096;
/** Reduced to what a name of a field can look like; values are the application's. */
const secretKey = /pass(?:word|phrase|code)?$|secret|token|otp|^pin$|^code$|cvc|cvv|credential|authorization/iu;
const idForm = /^[\w-]{16,64}$/;
const nameForm = /^[\w.:-]{1,64}$/;
const dangerousKeys: readonly string[] = ['__proto__', 'constructor', 'prototype'];

export function createPendingActions({ area, prefix, clock, newId }: PendingActionsOptions): PendingActions {
  const nameOf = (id: string): string => `${prefix}:pending.${id}`;
  /** Storage that is blocked or full forgets; nothing here breaks a page for it. */
  const attempt = <Result>(work: (storage: NonNullable<ReturnType<typeof area>>) => Result): Result | undefined => {
    try {
      const storage = area();
      return storage === undefined ? undefined : work(storage);
    } catch {
      return undefined;
    }
  };
  const read = (id: unknown): PendingAction | undefined => {
    if (typeof id !== 'string' || !idForm.test(id)) return undefined;
    const text = attempt((storage) => storage.getItem(nameOf(id)));
    return text === undefined || text === null ? undefined : parse(text, id, clock.now());
  };

  return {
    put(action) {
      const id = newId();
      const { name, actionType, parameters, returnTo } = action;
      if (!nameForm.test(name)) throw new TypeError(`react-session-security: "${name}" can't name a pending action.`);
      refuseSecrets(parameters);
      const stored = { name, actionType, parameters, returnTo: sanitizeReturnTo(returnTo), at: clock.now() };
      const text = JSON.stringify(stored);
      if (text.length > maxLength) {
        throw new TypeError(
          `react-session-security: the parameters of "${name}" are longer than ${String(maxLength)} characters. Store an ` +
            'id of them, and look the rest up after the confirmation.',
        );
      }
      attempt((storage) => storage.setItem(nameOf(id), text));
      return id;
    },
    peek: read,
    take(id) {
      const action = read(id);
      if (typeof id === 'string' && idForm.test(id)) attempt((storage) => storage.removeItem(nameOf(id)));
      return action;
    },
    clear() {
      attempt((storage) => {
        const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
        for (const name of names) if (name?.startsWith(nameOf('')) === true) storage.removeItem(name);
      });
    },
  };
}

function refuseSecrets(value: unknown, path = 'parameters'): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (secretKey.test(key)) {
      throw new TypeError(
        `react-session-security: ${path}.${key} looks like a secret, and a pending action lies in the browser's storage. ` +
          'Ask for it again after the confirmation, or confirm in place, where nothing is stored.',
      );
    }
    refuseSecrets(inner, `${path}.${key}`);
  }
}

function parse(text: string, id: string, now: number): PendingAction | undefined {
  if (text.length > maxLength) return undefined;
  let value: unknown;
  try {
    // What could reach a prototype is dropped (R73).
    value = JSON.parse(text, (key, inner: unknown) => (dangerousKeys.includes(key) ? undefined : inner));
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { name, actionType, parameters, returnTo, at } = value;
  if (typeof name !== 'string' || !nameForm.test(name)) return undefined;
  const action = sensitiveActionTypes.find((known) => known === actionType);
  if (action === undefined || typeof at !== 'number' || !(at <= now && now - at < pendingActionTtlMs)) return undefined;
  return { id, name, actionType: action, parameters, returnTo: sanitizeReturnTo(returnTo) };
}
