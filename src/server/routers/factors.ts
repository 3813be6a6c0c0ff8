/** `auth.*` (C18): second factors and passkeys. What changes one asks for a proof of its own, whatever was proved before (T14). */
import {
  beginPasskeyAssertionInput,
  beginPasskeyAssertionOutput,
  beginPasskeyRegistrationOutput,
  confirmPasskeyRegistrationInput,
  confirmPasskeyRegistrationOutput,
  removePasskeyInput,
  removePasskeyOutput,
  renamePasskeyInput,
  renamePasskeyOutput,
} from '../../contract/passkey';
import {
  backupCodesOutput,
  beginTotpEnrolmentOutput,
  confirmTotpEnrolmentInput,
  disableTwoFactorOutput,
  factorChangeInput,
  getSecondFactorsOutput,
} from '../../contract/secondFactor';
import { noInputSchema } from '../../contract/success';
import type { ResponseEffects } from '../context';
import { sensitiveProcedure } from '../sensitiveProcedure';
import type { FactorChanged } from '../services/factorChange';
import { disableTwoFactor, getSecondFactors, regenerateBackupCodes } from '../services/factors';
import { beginPasskeyAssertion } from '../services/passkeyAssertion';
import { beginPasskeyRegistration, confirmPasskeyRegistration } from '../services/passkeyRegistration';
import { removePasskey, renamePasskey } from '../services/passkeys';
import { beginTotpEnrolment, confirmTotpEnrolment } from '../services/totpEnrolment';
import { sessionProcedure } from '../trpc';
import { renewSession } from './renewSession';
import { success } from './success';

const action = 'security_settings';
const fresh = { ignoreGrace: true } as const;
const freshTotp = { ...fresh, needs: 'setTotpSecret' } as const;

export const factorProcedures = {
  getSecondFactors: sessionProcedure
    .input(noInputSchema)
    .output(getSecondFactorsOutput)
    .query(async ({ ctx }) => success(await getSecondFactors(ctx.deps, ctx))),

  beginTotpEnrolment: sensitiveProcedure(action, factorChangeInput, freshTotp)
    .output(beginTotpEnrolmentOutput)
    .mutation(async ({ ctx }) => success(await beginTotpEnrolment(ctx.deps, ctx.action))),

  // The secret that this confirms was handed out against a proof, to this session, minutes ago.
  confirmTotpEnrolment: sessionProcedure
    .input(confirmTotpEnrolmentInput)
    .output(backupCodesOutput)
    .mutation(async ({ ctx, input }) =>
      answerOf(ctx.response, await confirmTotpEnrolment(ctx.deps, { ...ctx, ...input })),
    ),

  disableTwoFactor: sensitiveProcedure(action, factorChangeInput, freshTotp)
    .output(disableTwoFactorOutput)
    .mutation(async ({ ctx }) => answerOf(ctx.response, await disableTwoFactor(ctx.deps, ctx.action))),

  regenerateBackupCodes: sensitiveProcedure(action, factorChangeInput, fresh)
    .output(backupCodesOutput)
    .mutation(async ({ ctx }) => answerOf(ctx.response, await regenerateBackupCodes(ctx.deps, ctx.action))),

  beginPasskeyRegistration: sensitiveProcedure(action, factorChangeInput, fresh)
    .output(beginPasskeyRegistrationOutput)
    .mutation(async ({ ctx }) => success(await beginPasskeyRegistration(ctx.deps, ctx.action))),

  // As with the secret above: so was the challenge that this answers.
  confirmPasskeyRegistration: sessionProcedure
    .input(confirmPasskeyRegistrationInput)
    .output(confirmPasskeyRegistrationOutput)
    .mutation(async ({ ctx, input }) =>
      answerOf(ctx.response, await confirmPasskeyRegistration(ctx.deps, { ...ctx, ...input })),
    ),

  renamePasskey: sessionProcedure
    .input(renamePasskeyInput)
    .output(renamePasskeyOutput)
    .mutation(async ({ ctx, input }) => success(await renamePasskey(ctx.deps, { ...ctx, ...input }))),

  removePasskey: sensitiveProcedure(action, removePasskeyInput, fresh)
    .output(removePasskeyOutput)
    .mutation(async ({ ctx, input: { passkeyId } }) =>
      answerOf(ctx.response, await removePasskey(ctx.deps, { ...ctx.action, passkeyId })),
    ),

  beginPasskeyAssertion: sessionProcedure
    .input(beginPasskeyAssertionInput)
    .output(beginPasskeyAssertionOutput)
    .mutation(async ({ ctx, input }) => success(await beginPasskeyAssertion(ctx.deps, { ...ctx, ...input }))),
};

function answerOf<Answer>(response: ResponseEffects, { answer, renewed }: FactorChanged<Answer>) {
  renewSession(response, renewed);
  return success(answer);
}
