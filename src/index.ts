/**
 * `react-session-security`: provider, hooks, components, words, and the client that they talk through. Safe in browsers:
 * neither zod nor anything of the server can be reached from here.
 */
export { SessionSecurityProvider } from './react/SessionSecurityProvider';
export type { SessionSecurityProviderProps } from './react/SessionSecurityProvider';
export type { SessionSecurityNotice } from './react/SessionSecurityContext';

export { useSessions } from './react/hooks/useSessions';
export type { SessionsStatus, UseSessionsOptions, UseSessionsResult } from './react/hooks/useSessions';
export type { RevokeOutcome } from './react/createRevoker';
export type { SessionRowState } from './react/hooks/useRevocation';
export type { RenameOutcome } from './react/hooks/useRenaming';
export { useSessionSecurity } from './react/hooks/useSessionSecurity';
export type { UseSessionSecurityResult } from './react/hooks/useSessionSecurity';
export { useSessionStatus } from './react/hooks/useSessionStatus';
export type { SessionState, UseSessionStatusResult } from './react/hooks/useSessionStatus';
export { useActivityTracker } from './react/hooks/useActivityTracker';
export type { UseActivityTrackerOptions, UseActivityTrackerResult } from './react/hooks/useActivityTracker';
export { useSessionWarnings } from './react/hooks/useSessionWarnings';
export type { UseSessionWarningsResult } from './react/hooks/useSessionWarnings';
export type { StandingWarning } from './react/hooks/useStandingWarnings';
export type { SessionExtension } from './react/createSessionWarnings';
export { useSessionManagement } from './react/hooks/useSessionManagement';
export type { TokenStatus, UseSessionManagementResult } from './react/hooks/useSessionManagement';
export { use2FAChallenge } from './react/hooks/use2FAChallenge';
export type { ChallengeOutcome, Use2FAChallengeOptions, Use2FAChallengeResult } from './react/hooks/use2FAChallenge';
export type { CodeOutcome } from './react/answerPrompt';
export type { PromptView } from './react/promptView';
export { useTwoFactorSetup } from './react/hooks/useTwoFactorSetup';
export type { TwoFactorActions, TwoFactorOutcome, UseTwoFactorSetupResult } from './react/hooks/useTwoFactorSetup';
export type {
  TotpEnrolment,
  TwoFactorChange,
  TwoFactorState,
  TwoFactorStep,
  TwoFactorTarget,
} from './react/twoFactorTransition';
export type { TwoFactorFailure } from './react/twoFactorFailure';
export type { TwoFactorAbilities } from './react/twoFactorAbilities';
export { useSensitiveAction } from './react/hooks/useSensitiveAction';
export type { RunOptions, UseSensitiveActionResult } from './react/hooks/useSensitiveAction';
export type { SensitiveActionStatus } from './react/createSensitiveActionStore';
export type {
  ResumableAction,
  SendSensitiveAction,
  SensitiveActionAttempt,
  SensitiveActionOptions,
  StepUpRoute,
} from './react/sensitiveAction';
export { defineSensitiveActions } from './react/defineSensitiveActions';
export type { AnySensitiveAction, SensitiveActionDefinition, SensitiveActions } from './react/defineSensitiveActions';
export { useResumeSensitiveActions } from './react/hooks/useResumeSensitiveActions';
export type { UseResumeSensitiveActionsResult } from './react/hooks/useResumeSensitiveActions';
export type { ResumeState, ResumeStatus } from './react/createActionResumer';
export { useStepUp } from './react/hooks/useStepUp';
export type { ProveOptions, StepUpOutcome, UseStepUpOptions, UseStepUpResult } from './react/hooks/useStepUp';
export { useVerification } from './react/hooks/useVerification';
export type { UseVerificationOptions, UseVerificationResult } from './react/hooks/useVerification';
export type { VerificationKind } from './react/hooks/useStandingProof';
export { useStepUpGate } from './react/hooks/useStepUpGate';
export type { StepUpGateStatus, UseStepUpGateOptions, UseStepUpGateResult } from './react/hooks/useStepUpGate';
export type { SignInControls } from './react/hooks/useInPlaceSignIn';
export type { SessionEnd } from './react/createSessionPhase';
export type { SessionAbilities } from './react/sessionAbilities';
export type { SessionFailure } from './react/sessionFailure';

export { SessionsList } from './react/components/SessionsList/SessionsList';
export type { SessionsListClassNames, SessionsListProps } from './react/components/SessionsList/SessionsList';

export { SessionWarningBanner } from './react/components/SessionWarningBanner/SessionWarningBanner';
export type { SessionWarningBannerProps } from './react/components/SessionWarningBanner/SessionWarningBanner';
export { SessionExpiredBanner } from './react/components/SessionExpiredBanner/SessionExpiredBanner';
export type { SessionExpiredBannerProps } from './react/components/SessionExpiredBanner/SessionExpiredBanner';
export type { BannerClassNames } from './react/ui/Banner';
export { SessionStatusBadge } from './react/components/SessionStatusBadge/SessionStatusBadge';
export type {
  SessionStatusBadgeClassNames,
  SessionStatusBadgeProps,
} from './react/components/SessionStatusBadge/SessionStatusBadge';

export { CodeInput } from './react/components/CodeInput/CodeInput';
export type { CodeInputClassNames, CodeInputProps } from './react/components/CodeInput/CodeInput';
export type { CodeEntry } from './react/components/CodeInput/useCodeText';
export { TwoFactorModal } from './react/components/TwoFactorModal/TwoFactorModal';
export type { TwoFactorModalProps } from './react/components/TwoFactorModal/TwoFactorModal';
export { StepUpDialog } from './react/components/StepUpDialog/StepUpDialog';
export type { StepUpDialogProps } from './react/components/StepUpDialog/StepUpDialog';
export { StepUpPage } from './react/components/StepUpPage/StepUpPage';
export type { StepUpPageClassNames, StepUpPageProps } from './react/components/StepUpPage/StepUpPage';
export type { AutoSubmit, ProofPromptClassNames } from './react/components/ProofPrompt/ProofPrompt';

export { VerifiedBadge } from './react/components/VerifiedBadge/VerifiedBadge';
export type { VerifiedBadgeClassNames, VerifiedBadgeProps } from './react/components/VerifiedBadge/VerifiedBadge';
export { StepUpGate } from './react/components/StepUpGate/StepUpGate';
export type { StepUpGateClassNames, StepUpGateProps } from './react/components/StepUpGate/StepUpGate';
export { TwoFactorSetup } from './react/components/TwoFactorSetup/TwoFactorSetup';
export type { TwoFactorSetupProps } from './react/components/TwoFactorSetup/TwoFactorSetup';
export type { TwoFactorSetupClassNames } from './react/components/TwoFactorSetup/TwoFactorContext';

export { messagesEn } from './react/messages/messagesEn';
export { messagesAr } from './react/messages/messagesAr';
export type { Messages, MessagesOverride } from './react/messages/Messages';
export type { CodeMethod, SessionBadgeState, SessionEndWords } from './react/messages/states';
export type { EndReason } from './engine/SessionRecord';
export type { LinkState, SessionPhase, TimeoutWarning } from './engine/SessionSnapshot';

export * from './client';

export {
  errorTable,
  isSessionSecurityErrorCode,
  SessionSecurityError,
  sessionSecurityErrorCodes,
} from './contract/errors';
export type {
  ErrorReaction,
  SessionSecurityErrorCause,
  SessionSecurityErrorCode,
  SessionSecurityErrorFacts,
} from './contract/errors';
export {
  ChallengeCancelledError,
  ChallengeTimeoutError,
  ChallengeUnavailableError,
  isOutcomeError,
  NotReplayableError,
  outcomeErrorCodes,
  QueueOverflowError,
  RequestTimeoutError,
  SessionEndedError,
  StepUpRedirectError,
  StillRefusedError,
} from './contract/outcomeErrors';
export type { AnyOutcomeError, OutcomeErrorCode } from './contract/outcomeErrors';
export { toEpochMs, toIso } from './contract/instant';
export type { Instant } from './contract/instant';
export { cleanDeviceName } from './contract/deviceName';
export { sanitizeReturnTo } from './contract/sanitizeReturnTo';
export { systemClock } from './contract/clock';
export type { Cancel, Clock } from './contract/clock';
export { sensitiveActionTypes } from './contract/sensitiveAction';
export type { SensitiveActionLog, SensitiveActionType } from './contract/sensitiveAction';
export type { Passkey } from './contract/passkey';
export type { SecondFactors } from './contract/secondFactor';
export { normaliseVerificationMethod } from './contract/verification';
export type { VerificationMethod, VerificationStatus } from './contract/verification';
export type { ProcedureInput, ProcedureOutput, ProcedurePath, SessionSecurityProcedures } from './contract/procedures';
export type {
  DeviceType,
  GetSessionsInput,
  Location,
  OtherSessionsRevoked,
  PublicPolicy,
  RenameSessionInput,
  RevokeSessionInput,
  RevokeSessionsInput,
  RevokeSessionsResult,
  SessionFilter,
  SessionInfo,
  SessionRenamed,
  SessionRevoked,
  SessionsPage,
  SessionStatus,
  SignedInUser,
  SignInMethod,
} from './contract/session';
export type { SessionWarning, SessionWarnings, WarningReason, WarningType } from './contract/warning';
export type {
  DeviceRegistration,
  PhoneOtpRequested,
  RequestPhoneOtpInput,
  SecondFactorRequired,
  SessionRefreshed,
  SignedIn,
  SignedOut,
  SignInInput,
  SignInResult,
  VerifyPhoneOtpInput,
  VerifySignIn2FAInput,
} from './contract/signIn';
export { definePolicy, policyPresets } from './contract/policy';
export type { PolicyOptions, PolicyOverrides, PolicyPreset, RateLimit, SessionSecurityPolicy } from './contract/policy';
