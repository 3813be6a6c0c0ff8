/** What the compiler tells people who run and resume sensitive actions. Checked by `tsc`. */
import { defineSensitiveActions, useResumeSensitiveActions, useSensitiveAction } from 'react-session-security';
import type { RunOptions } from 'react-session-security';
import { expectTypeOf, test } from 'vitest';

interface RoleChange {
  readonly userId: string;
}
declare const parseRoleChange: (input: unknown) => RoleChange;

test('run takes the input of the action and gives its result', () => {
  const { run } = useSensitiveAction(
    async (input: RoleChange, { stepUpToken, signal }) => {
      expectTypeOf(stepUpToken).toEqualTypeOf<string | undefined>();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
      return { changed: input.userId };
    },
    { actionType: 'role_change' },
  );
  expectTypeOf(run).parameters.toEqualTypeOf<[input: RoleChange, options?: RunOptions]>();
  expectTypeOf(run).returns.resolves.toEqualTypeOf<{ changed: string }>();
});

test('an action without an input is run without one', () => {
  const { run } = useSensitiveAction(async () => 'done', { actionType: 'account_deletion' });
  expectTypeOf(run()).resolves.toEqualTypeOf<string>();
});

test('what the validator gives is what a resumed action gets', () => {
  const actions = defineSensitiveActions({
    'users.changeRole': {
      actionType: 'role_change',
      parse: parseRoleChange,
      run: async (change) => {
        expectTypeOf(change).toEqualTypeOf<RoleChange>();
      },
    },
    'account.delete': {
      actionType: 'account_deletion',
      parse: () => undefined,
      run: async (nothing, { stepUpToken }) => {
        expectTypeOf(nothing).toEqualTypeOf<undefined>();
        return stepUpToken;
      },
    },
  });
  useResumeSensitiveActions(actions);
});

test('an action whose validator gives something else is a mistake', () => {
  defineSensitiveActions({
    'users.changeRole': {
      actionType: 'role_change',
      parse: () => 1,
      // @ts-expect-error -- a number is no change of a role
      run: async (change: RoleChange) => change,
    },
  });
});
