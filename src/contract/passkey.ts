/**
 * Passkeys (SPEC C15, C18, F12; WebAuthn Level 3). What browsers give and take is in the JSON form of the standard
 * (`PublicKeyCredential.toJSON()` and its kin), so any WebAuthn client can speak it.
 */
import { z } from 'zod';
import type { Instant } from './instant';
import { type SensitiveActionType, sensitiveActionTypes } from './sensitiveAction';
import { type WithStepUpToken, withStepUpToken } from './stepUpToken';
import { handleSchema, isoInstantSchema, successOf } from './success';

/** A passkey on the user's list. */
export interface Passkey {
  /** Public handle; not the credential id. */
  readonly id: string;
  /** Text of the user's own: untrusted, cleaned like a device name. */
  readonly name: string;
  /** Whether it is kept by a provider and so may be on several devices (WebAuthn L3, backup state). */
  readonly isSynced: boolean;
  readonly createdAt: Instant;
  /** `null` until its first use. */
  readonly lastUsedAt: Instant | null;
}

/** One credential by which a browser may answer, or that it must not make again. */
export interface PasskeyDescriptor {
  readonly type: 'public-key';
  /** Credential id, base64url. */
  readonly id: string;
  readonly transports: readonly string[];
}

/** For `navigator.credentials.create()`: `PublicKeyCredentialCreationOptionsJSON` as far as it is used here. */
export interface PasskeyCreationOptions {
  /** 32 random bytes, base64url. Single use. */
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  /** Milliseconds. */
  readonly timeout: number;
  readonly attestation: 'none';
  readonly authenticatorSelection: {
    readonly residentKey: 'preferred';
    readonly requireResidentKey: boolean;
    readonly userVerification: 'required';
  };
  /** The user's passkeys of now: an authenticator holds one at most. */
  readonly excludeCredentials: readonly PasskeyDescriptor[];
}

/** For `navigator.credentials.get()`: `PublicKeyCredentialRequestOptionsJSON` as far as it is used here. */
export interface PasskeyRequestOptions {
  /** 32 random bytes, base64url. Single use. */
  readonly challenge: string;
  readonly rpId: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly userVerification: 'required';
  readonly allowCredentials: readonly PasskeyDescriptor[];
}

/** What an authenticator made: `RegistrationResponseJSON` as far as it is read. Binary values in base64url. */
export interface PasskeyAttestation {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject: string;
    readonly transports?: readonly string[] | undefined;
  };
}

/** What an authenticator signed: `AuthenticationResponseJSON` as far as it is read. Binary values in base64url. */
export interface PasskeyAssertion {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string | null | undefined;
  };
}

/** Answer of `auth.beginPasskeyRegistration`. */
export interface PasskeyRegistrationBegun {
  readonly options: PasskeyCreationOptions;
  /** Five minutes by default (`policy.passkey.ttlMs`). */
  readonly expiresAt: Instant;
  readonly serverTime: Instant;
}

/** Input of `auth.confirmPasskeyRegistration`. */
export interface ConfirmPasskeyRegistrationInput {
  readonly credential: PasskeyAttestation;
  /** What the user calls it. @default the name of the session's device */
  readonly name?: string | undefined;
}

/** Answer of `auth.confirmPasskeyRegistration`. */
export interface PasskeyRegistered {
  readonly passkey: Passkey;
}

/** Input of `auth.renamePasskey`. */
export interface RenamePasskeyInput {
  readonly passkeyId: string;
  readonly name: string;
}

/** Answer of `auth.renamePasskey`: the name as it was kept. */
export interface PasskeyRenamed {
  readonly passkeyId: string;
  readonly name: string;
}

/** Input of `auth.removePasskey`. */
export interface RemovePasskeyInput extends WithStepUpToken {
  readonly passkeyId: string;
}

/** Answer of `auth.removePasskey`. */
export interface PasskeyRemoved {
  readonly removedId: string;
}

/** Input of `auth.beginPasskeyAssertion`: what the proof is to be for. */
export interface BeginPasskeyAssertionInput {
  readonly actionType: SensitiveActionType;
}

/** Answer of `auth.beginPasskeyAssertion`: the assertion over it counts once, for this action, in this session. */
export interface PasskeyAssertionBegun {
  readonly options: PasskeyRequestOptions;
  readonly actionType: SensitiveActionType;
  /** Five minutes by default (`policy.passkey.ttlMs`). */
  readonly expiresAt: Instant;
  readonly serverTime: Instant;
}

/** base64url of at most `bytes` bytes. */
const binary = (bytes: number) =>
  z
    .string()
    .max(Math.ceil((bytes * 4) / 3))
    .regex(/^[\w-]+$/u);

/** WebAuthn L3 §4: a credential id has at most 1,023 bytes. */
const credentialIdSchema = binary(1023);

/** Schema of {@link PasskeyAttestation}. Keys that browsers add to it are dropped, not refused: the standard grows. */
export const passkeyAttestationSchema = z.object({
  id: credentialIdSchema,
  rawId: credentialIdSchema,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: binary(4096),
    attestationObject: binary(12_288),
    transports: z.array(z.string().max(32)).max(8).optional(),
  }),
}) satisfies z.ZodType<PasskeyAttestation>;

/** Schema of {@link PasskeyAssertion}. Keys that browsers add to it are dropped, not refused: the standard grows. */
export const passkeyAssertionSchema = z.object({
  id: credentialIdSchema,
  rawId: credentialIdSchema,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: binary(4096),
    authenticatorData: binary(4096),
    signature: binary(2048),
    userHandle: binary(64).nullish(),
  }),
}) satisfies z.ZodType<PasskeyAssertion>;

/** Schema of {@link Passkey}. */
export const passkeySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  isSynced: z.boolean(),
  createdAt: isoInstantSchema,
  lastUsedAt: isoInstantSchema.nullable(),
}) satisfies z.ZodType<Passkey>;

const descriptorSchema = z.strictObject({
  type: z.literal('public-key'),
  id: z.string(),
  transports: z.array(z.string()),
});

/** Schema of {@link PasskeyRegistrationBegun} in the envelope. */
export const beginPasskeyRegistrationOutput = successOf(
  z.strictObject({
    options: z.strictObject({
      challenge: z.string(),
      rp: z.strictObject({ id: z.string(), name: z.string() }),
      user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
      pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.number().int() })),
      timeout: z.number().int(),
      attestation: z.literal('none'),
      authenticatorSelection: z.strictObject({
        residentKey: z.literal('preferred'),
        requireResidentKey: z.boolean(),
        userVerification: z.literal('required'),
      }),
      excludeCredentials: z.array(descriptorSchema),
    }),
    expiresAt: isoInstantSchema,
    serverTime: isoInstantSchema,
  }),
);

/** Schema of {@link ConfirmPasskeyRegistrationInput}. */
export const confirmPasskeyRegistrationInput = z.strictObject({
  credential: passkeyAttestationSchema,
  name: z.string().max(512).optional(),
});

/** Schema of {@link PasskeyRegistered} in the envelope. */
export const confirmPasskeyRegistrationOutput = successOf(z.strictObject({ passkey: passkeySchema }));

/** Schema of {@link RenamePasskeyInput}. */
export const renamePasskeyInput = z.strictObject({ passkeyId: handleSchema, name: z.string().max(512) });

/** Schema of {@link PasskeyRenamed} in the envelope. */
export const renamePasskeyOutput = successOf(z.strictObject({ passkeyId: z.string(), name: z.string() }));

/** Schema of {@link RemovePasskeyInput}. */
export const removePasskeyInput = z.strictObject({ passkeyId: handleSchema, ...withStepUpToken });

/** Schema of {@link PasskeyRemoved} in the envelope. */
export const removePasskeyOutput = successOf(z.strictObject({ removedId: z.string() }));

/** Schema of {@link BeginPasskeyAssertionInput}. */
export const beginPasskeyAssertionInput = z.strictObject({ actionType: z.enum(sensitiveActionTypes) });

/** Schema of {@link PasskeyAssertionBegun} in the envelope. */
export const beginPasskeyAssertionOutput = successOf(
  z.strictObject({
    options: z.strictObject({
      challenge: z.string(),
      rpId: z.string(),
      timeout: z.number().int(),
      userVerification: z.literal('required'),
      allowCredentials: z.array(descriptorSchema),
    }),
    actionType: z.enum(sensitiveActionTypes),
    expiresAt: isoInstantSchema,
    serverTime: isoInstantSchema,
  }),
);
