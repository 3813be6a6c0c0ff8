/**
 * Procedures of sensitive actions. In this order: a live session, whether its user may do this at all, whether the input
 * makes sense, whether enough was proved. Every attempt leaves a row; a success writes its own, with its effect (R83).
 */
import type { z } from 'zod';
import { SessionSecurityError } from '../contract/errors';
import type { SensitiveActionType } from '../contract/sensitiveAction';
import type { UsersPort } from './ports/users';
import { requirePermitted } from './services/requirePermitted';
import { requireProof } from './services/sensitiveAction';
import { settleFailedAction } from './services/settleFailedAction';
import { shownStepUpToken } from './services/shownStepUpToken';
import { credentialEpochOf } from './services/signInsUnderWay';
import { sessionProcedure } from './trpc';

export interface SensitiveProcedureOptions {
  /** A fresh proof for this very call, whatever was given before (T14). @default false */
  readonly ignoreGrace?: boolean;
  /** The method of the accounts without which it can't be done; then nobody is asked for proof. */
  readonly needs?: keyof UsersPort;
}

/** `input` has the key of `withStepUpToken`; where a call leaves it out, the header counts. The context gets `session` and `action`. */
export function sensitiveProcedure<Input extends z.ZodType<{ readonly stepUpToken?: string | undefined }>>(
  actionType: SensitiveActionType,
  input: Input,
  { ignoreGrace = false, needs }: SensitiveProcedureOptions = {},
) {
  return sessionProcedure
    .use(async ({ ctx, next }) => {
      const { deps } = ctx;
      const epoch = await credentialEpochOf(deps, ctx.session.userId);
      const user = await requirePermitted(deps, ctx, actionType);
      if (needs !== undefined && deps.users[needs] === undefined) {
        throw new SessionSecurityError('FORBIDDEN', { action: actionType, reason: 'unsupported' });
      }
      return next({ ctx: { user, epoch } });
    })
    .input(input)
    .use(async ({ ctx, input: parameters, next }) => {
      const { deps, session, caller, user, epoch } = ctx;
      const stepUpToken = shownStepUpToken(parameters.stepUpToken, caller.origin);
      const asked = { session, caller, user, actionType, ignoreGrace };
      const granted = await requireProof(deps, { ...asked, stepUpToken, parameters });
      const result = await next({ ctx: { action: { ...asked, granted, epoch } } });
      if (!result.ok) {
        await settleFailedAction(deps, { session, caller, actionType, granted, cause: result.error.cause });
      }
      return result;
    });
}
