/** The actions of an application that can go on after the step-up page, by name (SPEC F10; R72): nothing else is ever resumed. */
import type { SensitiveActionType } from '../contract/sensitiveAction';
import { actionName } from '../engine/proof/PendingAction';
import type { SendSensitiveAction, SensitiveActionOptions } from './sensitiveAction';

/** One of them. */
export interface SensitiveActionDefinition<Parameters, Result = unknown> extends Pick<
  SensitiveActionOptions<Parameters>,
  'level' | 'parameters'
> {
  readonly actionType: SensitiveActionType;
  /**
   * Your validator: what was put aside comes back through it, from a storage that anything on the page can write to.
   *
   * @throws for whatever is not the action's parameters: the action is dropped
   */
  readonly parse: (input: unknown) => Parameters;
  readonly run: SendSensitiveAction<Parameters, Result>;
  /**
   * Doing it twice does what doing it once does, and it harms nobody who didn't mean it: it goes on without a question once
   * it is confirmed. @default false: the user is asked again
   */
  readonly isIdempotent?: boolean | undefined;
}

/** One of them, whatever its parameters are. */
export interface AnySensitiveAction extends Omit<SensitiveActionDefinition<never>, 'parse'> {
  readonly parse: (input: unknown) => unknown;
}

/** Actions by their names: letters, digits, `.`, `:`, `-`, `_`, at most 64. */
export type SensitiveActions = Readonly<Record<string, AnySensitiveAction>>;

/**
 * Checks the names, and keeps the types: `parse` says what `run` gets.
 *
 * @throws {TypeError} for a name that can't be one
 * @example
 * const actions = defineSensitiveActions({
 *   'users.changeRole': {
 *     actionType: 'role_change',
 *     parse: (input) => roleChangeSchema.parse(input),
 *     run: (change, { stepUpToken }) => trpc.admin.changeUserRole.mutate({ ...change, stepUpToken }),
 *   },
 * });
 */
export function defineSensitiveActions<Parameters extends Readonly<Record<string, unknown>>>(actions: {
  readonly [Name in keyof Parameters]: SensitiveActionDefinition<Parameters[Name]>;
}): { readonly [Name in keyof Parameters]: SensitiveActionDefinition<Parameters[Name]> } {
  for (const name of Object.keys(actions)) {
    if (!actionName.test(name)) {
      throw new TypeError(
        `react-session-security: "${name}" can't name a sensitive action. Use letters, digits, ".", ":", "-" and "_".`,
      );
    }
  }
  return actions;
}
