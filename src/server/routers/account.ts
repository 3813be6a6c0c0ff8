/** `auth.*` of one's own account (C12–C15, C17): prompts, step-up, and the sensitive actions themselves. */
import {
  changeEmailInput,
  changeEmailOutput,
  changePasswordInput,
  changePasswordOutput,
  deleteAccountInput,
  deleteAccountOutput,
  paymentSettingsOutput,
  securitySettingsOutput,
  updatePaymentSettingsInput,
  updateSecuritySettingsInput,
} from '../../contract/account';
import {
  create2FAChallengeInput,
  create2FAChallengeOutput,
  resend2FAChallengeInput,
  resend2FAChallengeOutput,
  verify2FAChallengeInput,
  verify2FAChallengeOutput,
} from '../../contract/challenge';
import {
  createStepUpTokenInput,
  createStepUpTokenOutput,
  getStepUpMethodsInput,
  getStepUpMethodsOutput,
} from '../../contract/stepUp';
import { noInputSchema } from '../../contract/success';
import { sensitiveProcedure } from '../sensitiveProcedure';
import { changeEmail, changePassword, updatePaymentSettings, updateSecuritySettings } from '../services/account';
import { deleteAccount } from '../services/accountDeletion';
import { paymentSettingsOf, securitySettingsOf } from '../services/accountSettings';
import { createChallenge, resendChallenge } from '../services/challenge';
import { verifyChallenge } from '../services/challengeAnswer';
import { createStepUpToken, getStepUpMethods } from '../services/stepUp';
import { sessionProcedure } from '../trpc';
import { forgetSession } from './forgetSession';
import { renewSession } from './renewSession';
import { success } from './success';

export const accountProcedures = {
  create2FAChallenge: sessionProcedure
    .input(create2FAChallengeInput)
    .output(create2FAChallengeOutput)
    .mutation(async ({ ctx, input }) => success(await createChallenge(ctx.deps, { ...ctx, ...input }))),

  resend2FAChallenge: sessionProcedure
    .input(resend2FAChallengeInput)
    .output(resend2FAChallengeOutput)
    .mutation(async ({ ctx, input }) => success(await resendChallenge(ctx.deps, { ...ctx, ...input }))),

  verify2FAChallenge: sessionProcedure
    .input(verify2FAChallengeInput)
    .output(verify2FAChallengeOutput)
    .mutation(async ({ ctx, input: { challengeId, method, ...proof } }) => {
      const { renewed, answer } = await verifyChallenge(ctx.deps, { ...ctx, challengeId, method, proof });
      renewSession(ctx.response, renewed);
      return success(answer);
    }),

  getStepUpMethods: sessionProcedure
    .input(getStepUpMethodsInput)
    .output(getStepUpMethodsOutput)
    .query(async ({ ctx, input }) => success(await getStepUpMethods(ctx.deps, { ...ctx, ...input }))),

  createStepUpToken: sessionProcedure
    .input(createStepUpTokenInput)
    .output(createStepUpTokenOutput)
    .mutation(async ({ ctx, input }) => {
      const { method = 'password', actionType, parametersDigest, elevatedPermissions, ...proof } = input;
      const request = { method, actionType, parametersDigest, elevatedPermissions };
      const challengeId = 'challengeId' in input ? input.challengeId : undefined;
      const { renewed, answer } = await createStepUpToken(ctx.deps, { ...ctx, ...request, challengeId, proof });
      renewSession(ctx.response, renewed);
      return success(answer);
    }),

  changePassword: sensitiveProcedure('password_change', changePasswordInput, { needs: 'setPassword' })
    .output(changePasswordOutput)
    .mutation(async ({ ctx, input }) => {
      const { renewed, revokedCount } = await changePassword(ctx.deps, ctx.action, input);
      if (input.keepCurrentSession === false) forgetSession(ctx.response);
      else renewSession(ctx.response, renewed);
      return success({ revokedCount });
    }),

  changeEmail: sensitiveProcedure('email_change', changeEmailInput, { needs: 'setEmail' })
    .output(changeEmailOutput)
    .mutation(async ({ ctx, input }) => {
      const { renewed, answer } = await changeEmail(ctx.deps, ctx.action, input);
      renewSession(ctx.response, renewed);
      return success(answer);
    }),

  deleteAccount: sensitiveProcedure('account_deletion', deleteAccountInput, { needs: 'deleteUser' })
    .output(deleteAccountOutput)
    .mutation(async ({ ctx }) => {
      const deleted = await deleteAccount(ctx.deps, ctx.action);
      forgetSession(ctx.response);
      return success(deleted);
    }),

  getSecuritySettings: sessionProcedure
    .input(noInputSchema)
    .output(securitySettingsOutput)
    .query(async ({ ctx: { deps, session } }) => success(await securitySettingsOf(deps, session.userId))),

  updateSecuritySettings: sensitiveProcedure('security_settings', updateSecuritySettingsInput)
    .output(securitySettingsOutput)
    .mutation(async ({ ctx, input }) => success(await updateSecuritySettings(ctx.deps, ctx.action, input))),

  getPaymentSettings: sessionProcedure
    .input(noInputSchema)
    .output(paymentSettingsOutput)
    .query(async ({ ctx: { deps, session } }) => success(await paymentSettingsOf(deps, session.userId))),

  updatePaymentSettings: sensitiveProcedure('payment_settings', updatePaymentSettingsInput)
    .output(paymentSettingsOutput)
    .mutation(async ({ ctx, input }) => success(await updatePaymentSettings(ctx.deps, ctx.action, input))),
};
