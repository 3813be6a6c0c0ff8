/**
 * The wire by name: which procedures there are, what each takes and gives. A type, not a router, so that clients
 * and foreign back ends can be typed without the server's code. The server proves that it agrees in
 * `test/types/contract.test-d.ts`.
 */
import type {
  AccountDeleted,
  ChangeEmailInput,
  ChangePasswordInput,
  DeleteAccountInput,
  EmailChanged,
  PasswordChanged,
  PaymentSettings,
  SecuritySettings,
  UpdatePaymentSettingsInput,
  UpdateSecuritySettingsInput,
} from './account';
import type { ActivityUpdate } from './activity';
import type { ChangeUserRoleInput, RevokeUserTokensInput, UserRoleChanged, UserTokensRevoked } from './admin';
import type {
  Challenge,
  ChallengeVerified,
  Create2FAChallengeInput,
  Resend2FAChallengeInput,
  Verify2FAChallengeInput,
} from './challenge';
import type {
  BeginPasskeyAssertionInput,
  ConfirmPasskeyRegistrationInput,
  PasskeyAssertionBegun,
  PasskeyRegistered,
  PasskeyRegistrationBegun,
  PasskeyRemoved,
  PasskeyRenamed,
  RemovePasskeyInput,
  RenamePasskeyInput,
} from './passkey';
import type {
  BackupCodesIssued,
  ConfirmTotpEnrolmentInput,
  FactorChangeInput,
  SecondFactors,
  TotpEnrolmentBegun,
  TwoFactorDisabled,
} from './secondFactor';
import type {
  GetSessionsInput,
  OtherSessionsRevoked,
  RenameSessionInput,
  RevokeSessionInput,
  RevokeSessionsInput,
  RevokeSessionsResult,
  SessionRenamed,
  SessionRevoked,
  SessionStatus,
  SessionsPage,
} from './session';
import type {
  PhoneOtpRequested,
  RequestPhoneOtpInput,
  SessionRefreshed,
  SignedOut,
  SignInInput,
  SignInResult,
  VerifyPhoneOtpInput,
  VerifySignIn2FAInput,
} from './signIn';
import type { CreateStepUpTokenInput, GetStepUpMethodsInput, StepUpGrant, StepUpMethods } from './stepUp';
import type { WithStepUpToken } from './stepUpToken';
import type { Success } from './success';
import type { SessionWarnings } from './warning';

interface Query<Input, Data> {
  readonly type: 'query';
  readonly input: Input;
  readonly output: Success<Data>;
}
interface Mutation<Input, Data> {
  readonly type: 'mutation';
  readonly input: Input;
  readonly output: Success<Data>;
}
/** `{}` or nothing. */
export type NoInput = Readonly<Record<string, never>> | undefined;

/** Every procedure of the wire (SPEC 2): its path, whether it is a query or a mutation, its input and its answer. */
export interface SessionSecurityProcedures {
  'session.getSessions': Query<GetSessionsInput | undefined, SessionsPage>;
  'session.getStatus': Query<NoInput, SessionStatus>;
  'session.getSessionWarnings': Query<NoInput, SessionWarnings>;
  'session.updateActivity': Mutation<NoInput, ActivityUpdate>;
  'session.revokeSession': Mutation<RevokeSessionInput, SessionRevoked>;
  'session.revokeSessions': Mutation<RevokeSessionsInput, RevokeSessionsResult>;
  'session.revokeAllOtherSessions': Mutation<WithStepUpToken | undefined, OtherSessionsRevoked>;
  'session.renameSession': Mutation<RenameSessionInput, SessionRenamed>;
  'auth.requestPhoneOtp': Mutation<RequestPhoneOtpInput, PhoneOtpRequested>;
  'auth.verifyPhoneOtp': Mutation<VerifyPhoneOtpInput, SignInResult>;
  'auth.signIn': Mutation<SignInInput, SignInResult>;
  'auth.verifySignIn2FA': Mutation<VerifySignIn2FAInput, SignInResult>;
  'auth.getSecondFactors': Query<NoInput, SecondFactors>;
  'auth.beginTotpEnrolment': Mutation<FactorChangeInput, TotpEnrolmentBegun>;
  'auth.confirmTotpEnrolment': Mutation<ConfirmTotpEnrolmentInput, BackupCodesIssued>;
  'auth.disableTwoFactor': Mutation<FactorChangeInput, TwoFactorDisabled>;
  'auth.regenerateBackupCodes': Mutation<FactorChangeInput, BackupCodesIssued>;
  'auth.beginPasskeyRegistration': Mutation<FactorChangeInput, PasskeyRegistrationBegun>;
  'auth.confirmPasskeyRegistration': Mutation<ConfirmPasskeyRegistrationInput, PasskeyRegistered>;
  'auth.renamePasskey': Mutation<RenamePasskeyInput, PasskeyRenamed>;
  'auth.removePasskey': Mutation<RemovePasskeyInput, PasskeyRemoved>;
  'auth.beginPasskeyAssertion': Mutation<BeginPasskeyAssertionInput, PasskeyAssertionBegun>;
  'auth.refresh': Mutation<NoInput, SessionRefreshed>;
  'auth.signOut': Mutation<NoInput, SignedOut>;
  'auth.create2FAChallenge': Mutation<Create2FAChallengeInput, Challenge>;
  'auth.verify2FAChallenge': Mutation<Verify2FAChallengeInput, ChallengeVerified>;
  'auth.resend2FAChallenge': Mutation<Resend2FAChallengeInput, Challenge>;
  'auth.getStepUpMethods': Query<GetStepUpMethodsInput, StepUpMethods>;
  'auth.createStepUpToken': Mutation<CreateStepUpTokenInput, StepUpGrant>;
  'auth.changePassword': Mutation<ChangePasswordInput, PasswordChanged>;
  'auth.changeEmail': Mutation<ChangeEmailInput, EmailChanged>;
  'auth.deleteAccount': Mutation<DeleteAccountInput, AccountDeleted>;
  'auth.getSecuritySettings': Query<NoInput, SecuritySettings>;
  'auth.updateSecuritySettings': Mutation<UpdateSecuritySettingsInput, SecuritySettings>;
  'auth.getPaymentSettings': Query<NoInput, PaymentSettings>;
  'auth.updatePaymentSettings': Mutation<UpdatePaymentSettingsInput, PaymentSettings>;
  'admin.changeUserRole': Mutation<ChangeUserRoleInput, UserRoleChanged>;
  'admin.revokeUserTokens': Mutation<RevokeUserTokensInput, UserTokensRevoked>;
}

/** The path of a procedure, e.g. `session.getSessions`. */
export type ProcedurePath = keyof SessionSecurityProcedures;
/** What the procedure at `Path` takes. */
export type ProcedureInput<Path extends ProcedurePath> = SessionSecurityProcedures[Path]['input'];
/** What the procedure at `Path` gives, envelope included. */
export type ProcedureOutput<Path extends ProcedurePath> = SessionSecurityProcedures[Path]['output'];

type QueryPath = {
  [Path in ProcedurePath]: SessionSecurityProcedures[Path]['type'] extends 'query' ? Path : never;
}[ProcedurePath];

/** The procedures that only read; all others change something. Short, because browsers load it. */
const queryPaths = {
  'session.getSessions': true,
  'session.getStatus': true,
  'session.getSessionWarnings': true,
  'auth.getSecondFactors': true,
  'auth.getStepUpMethods': true,
  'auth.getSecuritySettings': true,
  'auth.getPaymentSettings': true,
} as const satisfies Record<QueryPath, true>;

/** Whether `path` is one of ours that only reads, for links that must choose between GET and POST. */
export function isQueryPath(path: string): boolean {
  return Object.hasOwn(queryPaths, path);
}
