/** `auth.*` (C16): from nobody to a session, and back. */
import {
  refreshOutput,
  requestPhoneOtpInput,
  requestPhoneOtpOutput,
  signInInput,
  signInOutput,
  signOutOutput,
  verifyPhoneOtpInput,
  verifySignIn2FAInput,
} from '../../contract/signIn';
import { noInputSchema } from '../../contract/success';
import { normaliseVerificationMethod } from '../../contract/verification';
import type { ResponseEffects } from '../context';
import type { SignInOutcome } from '../services/firstFactor';
import { requestPhoneOtp, verifyPhoneOtp } from '../services/phoneOtp';
import { describeCookieSession, refresh } from '../services/refresh';
import { signIn } from '../services/signIn';
import { verifySignInChallenge } from '../services/signInChallenge';
import { signOut } from '../services/signOut';
import { publicProcedure, trpc } from '../trpc';
import { accountProcedures } from './account';
import { factorProcedures } from './factors';
import { forgetSession } from './forgetSession';
import { success } from './success';

export const authRouter = trpc.router({
  ...accountProcedures,
  ...factorProcedures,

  requestPhoneOtp: publicProcedure
    .input(requestPhoneOtpInput)
    .output(requestPhoneOtpOutput)
    .mutation(async ({ ctx, input }) => {
      const { preAuthSecret, answer } = await requestPhoneOtp(ctx.deps, { ...input, caller: ctx.caller });
      ctx.response.bindPreAuth(preAuthSecret);
      return success(answer);
    }),

  verifyPhoneOtp: publicProcedure
    .input(verifyPhoneOtpInput)
    .output(signInOutput)
    .mutation(async ({ ctx, input: { phone, code, ...options } }) =>
      answerOf(ctx.response, await verifyPhoneOtp(ctx.deps, { phone, code, options, caller: ctx.caller })),
    ),

  signIn: publicProcedure
    .input(signInInput)
    .output(signInOutput)
    .mutation(async ({ ctx, input: { identifier, password, ...options } }) =>
      answerOf(ctx.response, await signIn(ctx.deps, { identifier, password, options, caller: ctx.caller })),
    ),

  verifySignIn2FA: publicProcedure
    .input(verifySignIn2FAInput)
    .output(signInOutput)
    .mutation(async ({ ctx, input: { challengeId, code, method, ...options } }) =>
      answerOf(
        ctx.response,
        await verifySignInChallenge(ctx.deps, {
          challengeId,
          code,
          method: method === undefined ? undefined : normaliseVerificationMethod(method),
          options,
          caller: ctx.caller,
        }),
      ),
    ),

  refresh: publicProcedure
    .input(noInputSchema)
    .output(refreshOutput)
    .mutation(async ({ ctx }) => {
      const { deps, origin, credential, cookies, attemptId } = ctx;
      if (credential.status === 'present' || credential.status === 'duplicate' || credential.status === 'conflict') {
        return success(await describeCookieSession(deps, { credential, origin }));
      }
      const refreshed = await refresh(deps, { refreshCookie: cookies.refresh, attemptId, origin });
      const { taken } = refreshed;
      if (taken !== undefined) ctx.response.rateLimit({ name: 'refresh', limit: deps.policy.limits.refresh, ...taken });
      ctx.response.keepRefreshToken(refreshed.refreshToken, refreshed.cookieMaxAgeMs);
      return success(refreshed.answer);
    }),

  signOut: publicProcedure
    .input(noInputSchema)
    .output(signOutOutput)
    .mutation(async ({ ctx }) => {
      const signedOut = await signOut(ctx.deps, ctx);
      forgetSession(ctx.response);
      return success(signedOut);
    }),
});

/** The secret goes into a cookie, everything else into the answer (R8). */
function answerOf(response: ResponseEffects, outcome: SignInOutcome) {
  if (outcome.status === 'signed_in') {
    response.startSession(outcome.secret, outcome.cookieMaxAgeMs);
    response.rememberBrowser(outcome.browserSecret, outcome.browserCookieMaxAgeMs);
  } else response.bindPreAuth(outcome.preAuthSecret);
  return success(outcome.answer);
}
