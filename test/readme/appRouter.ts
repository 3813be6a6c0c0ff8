/** README, “Protect an action”: on the server. */
import { initTRPC } from '@trpc/server';
import { withStepUpToken } from 'react-session-security/contract';
import { z } from 'zod';
import { payOut, setPassword } from './effects';
import { sessions } from './sessions';

// A refusal leaves with its code and its status.
const t = initTRPC.context<{ request: Request }>().create({ errorFormatter: sessions.formatTrpcError });

export const appRouter = t.router({
  auth: t.router({
    changePassword: t.procedure
      .input(z.object({ newPassword: z.string().min(8), ...withStepUpToken }))
      .mutation(({ ctx, input: { stepUpToken, ...parameters } }) =>
        sessions.withProof(ctx.request, { actionType: 'password_change', stepUpToken, parameters }, ({ userId }) =>
          setPassword(userId, parameters.newPassword),
        ),
      ),
  }),
});
export type AppRouter = typeof appRouter;

export async function payout(request: Request): Promise<Response> {
  try {
    return await sessions.withProof(request, { actionType: 'payment_settings' }, async ({ userId }) =>
      Response.json(payOut(userId, (await request.json()) as { amount: number })),
    );
  } catch (error) {
    return sessions.refusalResponse(error);
  }
}
