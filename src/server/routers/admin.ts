/** `admin.*` (C17): what administrators do to other accounts. Others get `FORBIDDEN`, never a prompt (R51). */
import {
  changeUserRoleInput,
  changeUserRoleOutput,
  revokeUserTokensInput,
  revokeUserTokensOutput,
} from '../../contract/admin';
import { sensitiveProcedure } from '../sensitiveProcedure';
import { changeUserRole, revokeUserTokens } from '../services/administration';
import { trpc } from '../trpc';
import { forgetSession } from './forgetSession';
import { renewSession } from './renewSession';
import { success } from './success';

export const adminRouter = trpc.router({
  changeUserRole: sensitiveProcedure('role_change', changeUserRoleInput, { needs: 'setRoles' })
    .output(changeUserRoleOutput)
    .mutation(async ({ ctx, input }) => {
      const { renewed, answer } = await changeUserRole(ctx.deps, ctx.action, input);
      renewSession(ctx.response, renewed);
      return success(answer);
    }),

  revokeUserTokens: sensitiveProcedure('admin_action', revokeUserTokensInput)
    .output(revokeUserTokensOutput)
    .mutation(async ({ ctx, input }) => {
      const revoked = await revokeUserTokens(ctx.deps, ctx.action, input);
      if (input.userId === ctx.session.userId) forgetSession(ctx.response);
      return success(revoked);
    }),
});
