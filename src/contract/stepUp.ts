/** Re-authentication for one action (SPEC C15): a single-use token of 64 hex characters, ten minutes. */
import { z } from 'zod';
import type { Instant } from './instant';
import { type PasskeyAssertion, passkeyAssertionSchema } from './passkey';
import { type SensitiveActionType, sensitiveActionTypes } from './sensitiveAction';
import { verificationMethodSchema } from './signIn';
import { handleSchema, isoInstantSchema, successOf } from './success';
import type { VerificationMethod } from './verification';

/** Answer of C15: proof for one action, to be sent along once as `stepUpToken`. */
export interface StepUpGrant {
  readonly token: string;
  readonly expiresAt: Instant;
  readonly actionType: SensitiveActionType;
}

interface StepUpRequest {
  readonly actionType: SensitiveActionType;
  /** `parametersDigest` of the input that the token is for; then it fits no other (OWASP Transaction Authorization 2.6). */
  readonly parametersDigest?: string | undefined;
  /** A request only: what the user does not hold is left out (R46). At most 32. */
  readonly elevatedPermissions?: readonly string[] | undefined;
}

/** C15. One proof: the password, a code, or a passkey's assertion. `method` may be left out beside a password. */
export type CreateStepUpTokenInput =
  | (StepUpRequest & { readonly method?: 'password' | undefined; readonly password: string })
  | (StepUpRequest & {
      /** In any spelling. */
      readonly method: CodeSpelling;
      readonly code: string;
      /** For `sms`: the prompt whose code was sent. @default the newest one of this session and action */
      readonly challengeId?: string | undefined;
    })
  | (StepUpRequest & { readonly method: 'passkey' | 'webauthn'; readonly assertion: PasskeyAssertion });

const codeSpellings = [
  'totp',
  '2fa_totp',
  '2FA_TOTP',
  'sms',
  '2fa_sms',
  '2FA_SMS',
  'backup_code',
  'BACKUP_CODE',
] as const;
type CodeSpelling = (typeof codeSpellings)[number];

const request = {
  actionType: z.enum(sensitiveActionTypes),
  parametersDigest: z
    .string()
    .regex(/^[0-9a-f]{64}$/u)
    .optional(),
  elevatedPermissions: z
    .array(z.string().regex(/^[A-Za-z][\w.:-]{0,63}$/u))
    .max(32)
    .optional(),
};

/** Schema of {@link CreateStepUpTokenInput}. A password is bounded as at sign-in. */
export const createStepUpTokenInput = z.union([
  z.strictObject({
    ...request,
    method: z.literal('password').optional(),
    password: z
      .string()
      .min(1)
      .max(1024)
      .regex(/^\P{Surrogate}*$/u),
  }),
  z.strictObject({
    ...request,
    method: z.enum(codeSpellings),
    code: z.string().min(1).max(64),
    challengeId: handleSchema.optional(),
  }),
  z.strictObject({ ...request, method: z.enum(['passkey', 'webauthn']), assertion: passkeyAssertionSchema }),
]);

/** Schema of {@link StepUpGrant} in the envelope. */
export const createStepUpTokenOutput = successOf(
  z.strictObject({
    token: z.string().regex(/^[0-9a-f]{64}$/u),
    expiresAt: isoInstantSchema,
    actionType: z.enum(sensitiveActionTypes),
  }),
);

/** Which proof an action would ask for now, and by what it can be given (SPEC F9, F12: the list is the server's). */
export interface StepUpMethods {
  /** What the action lacks now. */
  readonly missing: 'nothing' | 'second_factor' | 'step_up';
  /** Every method that a step-up for this action would accept now; never a password where the user has none. */
  readonly methods: readonly VerificationMethod[];
  readonly serverTime: Instant;
}
/** Input of `auth.getStepUpMethods`. */
export interface GetStepUpMethodsInput {
  readonly actionType: SensitiveActionType;
}
/** Schema of {@link GetStepUpMethodsInput}. */
export const getStepUpMethodsInput = z.strictObject({ actionType: z.enum(sensitiveActionTypes) });
/** Schema of {@link StepUpMethods} in the envelope. */
export const getStepUpMethodsOutput = successOf(
  z.strictObject({
    missing: z.enum(['nothing', 'second_factor', 'step_up']),
    methods: z.array(verificationMethodSchema),
    serverTime: isoInstantSchema,
  }),
);
