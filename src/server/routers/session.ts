/** `session.*` (C1–C8). */
import { updateActivityOutput } from '../../contract/activity';
import {
  getSessionsInput,
  getSessionsOutput,
  getStatusOutput,
  renameSessionInput,
  renameSessionOutput,
  revokeAllOtherSessionsInput,
  revokeAllOtherSessionsOutput,
  revokeSessionInput,
  revokeSessionOutput,
  revokeSessionsInput,
  revokeSessionsOutput,
} from '../../contract/session';
import { noInputSchema } from '../../contract/success';
import { getSessionWarningsOutput } from '../../contract/warning';
import { updateActivity } from '../services/activity';
import { renameSession, revokeAllOtherSessions, revokeSession, revokeSessions } from '../services/session';
import { listSessions } from '../services/sessionList';
import { getSessionWarnings, getStatus } from '../services/status';
import { publicProcedure, sessionProcedure, trpc } from '../trpc';
import { forgetSession } from './forgetSession';
import { success } from './success';

export const sessionRouter = trpc.router({
  getSessions: sessionProcedure
    .input(getSessionsInput)
    .output(getSessionsOutput)
    .query(async ({ ctx, input }) => success(await listSessions(ctx.deps, { ...input, session: ctx.session }))),

  // The next two look the session up themselves, together with what they show: one statement instead of two.
  getStatus: publicProcedure
    .input(noInputSchema)
    .output(getStatusOutput)
    .query(async ({ ctx }) => success(await getStatus(ctx.deps, ctx))),

  getSessionWarnings: publicProcedure
    .input(noInputSchema)
    .output(getSessionWarningsOutput)
    .query(async ({ ctx }) => success(await getSessionWarnings(ctx.deps, ctx))),

  updateActivity: sessionProcedure
    .input(noInputSchema)
    .output(updateActivityOutput)
    .mutation(async ({ ctx }) => success(await updateActivity(ctx.deps, ctx))),

  revokeSession: sessionProcedure
    .input(revokeSessionInput)
    .output(revokeSessionOutput)
    .mutation(async ({ ctx, input }) => {
      const revoked = await revokeSession(ctx.deps, { ...ctx, ...input });
      if (revoked.revokedId === ctx.session.id) forgetSession(ctx.response);
      return success(revoked);
    }),

  revokeSessions: sessionProcedure
    .input(revokeSessionsInput)
    .output(revokeSessionsOutput)
    .mutation(async ({ ctx, input }) => {
      const revoked = await revokeSessions(ctx.deps, { ...ctx, ...input });
      if (input.sessionIds.includes(ctx.session.id)) forgetSession(ctx.response);
      return success(revoked);
    }),

  revokeAllOtherSessions: sessionProcedure
    .input(revokeAllOtherSessionsInput)
    .output(revokeAllOtherSessionsOutput)
    .mutation(async ({ ctx, input }) => success(await revokeAllOtherSessions(ctx.deps, { ...ctx, ...input }))),

  renameSession: sessionProcedure
    .input(renameSessionInput)
    .output(renameSessionOutput)
    .mutation(async ({ ctx, input }) => success(await renameSession(ctx.deps, { ...ctx, ...input }))),
});
