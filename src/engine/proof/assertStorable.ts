/** What may lie in a browser's storage until an action is confirmed: plain JSON, not much of it, and nothing secret (SPEC F10). */
import { boundParameters } from '../../contract/boundParameters';
import { isSecretName } from '../../contract/isSecretName';
import { actionName, maxEntryLength } from './PendingAction';
import type { NewPendingAction } from './PendingAction';

/** Beside the names that are left out of what is bound: what may be bound, and still must not lie about. */
const unstorableKey = /pass(?:word|phrase|code)?$|secret|token|otp|cvc|cvv|credential|authorization/iu;

/** @throws {TypeError} saying which of it is not storable, and what to do */
export function assertStorable({ name, parameters }: Pick<NewPendingAction, 'name' | 'parameters'>): void {
  if (!actionName.test(name)) throw new TypeError(`react-session-security: "${name}" can't name a pending action.`);
  const text = JSON.stringify(parameters) as string | undefined;
  refuseSecrets(parameters);
  // Of what JSON would write as less than it is, less would be done later.
  boundParameters(parameters);
  if ((text?.length ?? 0) <= maxEntryLength) return;
  throw new TypeError(
    `react-session-security: the parameters of "${name}" are longer than ${String(maxEntryLength)} characters. Store an ` +
      'id of them, and look the rest up after the confirmation.',
  );
}

function refuseSecrets(value: unknown, path = 'parameters'): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (isSecretName(key) || unstorableKey.test(key)) {
      throw new TypeError(
        `react-session-security: ${path}.${key} looks like a secret, and a pending action lies in the browser's storage. ` +
          'Ask for it again after the confirmation, or confirm in place, where nothing is stored.',
      );
    }
    refuseSecrets(inner, `${path}.${key}`);
  }
}
