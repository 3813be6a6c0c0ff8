/** The public surface. A name that comes or goes here is a decision, and a line in the changelog. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const namesOf = (entry: object): string => Object.keys(entry).toSorted().join('\n');

describe('react-session-security', () => {
  it('exports from .', async () => {
    expect(namesOf(await import('react-session-security'))).toMatchInlineSnapshot(`
      "ChallengeCancelledError
      ChallengeTimeoutError
      ChallengeUnavailableError
      CodeInput
      NoAnswerError
      NotReplayableError
      QueueOverflowError
      RequestTimeoutError
      SessionEndedError
      SessionExpiredBanner
      SessionSecurityError
      SessionSecurityProvider
      SessionStatusBadge
      SessionWarningBanner
      SessionsList
      StepUpDialog
      StepUpGate
      StepUpPage
      StepUpRedirectError
      StillRefusedError
      TwoFactorModal
      TwoFactorSetup
      UnmappedProcedureError
      UnreadableAnswerError
      VerifiedBadge
      cleanDeviceName
      createSessionSecurity
      definePolicy
      defineSensitiveActions
      errorTable
      getSessionSecurityError
      getStatusHint
      handleSessionSecurityError
      handlersLink
      httpLink
      isNoAnswer
      isOutcomeError
      isSessionSecurityError
      isSessionSecurityErrorCode
      messagesAr
      messagesEn
      normaliseVerificationMethod
      outcomeErrorCodes
      policyPresets
      restLink
      sanitizeReturnTo
      sensitiveActionTypes
      sessionSecurityErrorCodes
      sessionSecurityLink
      systemClock
      toEpochMs
      toIso
      use2FAChallenge
      useActivityTracker
      useResumeSensitiveActions
      useSensitiveAction
      useSessionManagement
      useSessionSecurity
      useSessionStatus
      useSessionWarnings
      useSessions
      useStepUp
      useStepUpGate
      useTwoFactorSetup
      useVerification"
    `);
  });
  it('exports from ./contract', async () => {
    expect(namesOf(await import('react-session-security/contract'))).toMatchInlineSnapshot(`
      "ChallengeCancelledError
      ChallengeTimeoutError
      ChallengeUnavailableError
      NotReplayableError
      QueueOverflowError
      RequestTimeoutError
      SessionEndedError
      SessionSecurityError
      StepUpRedirectError
      StillRefusedError
      attemptHeader
      backupCodesOutput
      beginPasskeyAssertionInput
      beginPasskeyAssertionOutput
      beginPasskeyRegistrationOutput
      beginTotpEnrolmentOutput
      boundParameters
      challengeSchema
      changeEmailInput
      changeEmailOutput
      changePasswordInput
      changePasswordOutput
      changeUserRoleInput
      changeUserRoleOutput
      cleanDeviceName
      confirmPasskeyRegistrationInput
      confirmPasskeyRegistrationOutput
      confirmTotpEnrolmentInput
      create2FAChallengeInput
      create2FAChallengeOutput
      createStepUpTokenInput
      createStepUpTokenOutput
      definePolicy
      deleteAccountInput
      deleteAccountOutput
      deviceRegistrationSchema
      deviceTypeSchema
      disableTwoFactorOutput
      errorCauseSchema
      errorTable
      factorChangeInput
      getSecondFactorsOutput
      getSessionWarningsOutput
      getSessionsInput
      getSessionsOutput
      getStatusOutput
      getStepUpMethodsInput
      getStepUpMethodsOutput
      handleSchema
      isBrandedSessionSecurityError
      isOutcomeError
      isQueryPath
      isSessionSecurityErrorCode
      isoInstantSchema
      locationSchema
      missingProof
      noInputSchema
      normaliseVerificationMethod
      outcomeErrorCodes
      passkeyAssertionSchema
      passkeyAttestationSchema
      passkeySchema
      paymentSettingsOutput
      paymentSettingsSchema
      policyPresets
      procedureTypes
      refreshOutput
      removePasskeyInput
      removePasskeyOutput
      renamePasskeyInput
      renamePasskeyOutput
      renameSessionInput
      renameSessionOutput
      requestHeader
      requestPhoneOtpInput
      requestPhoneOtpOutput
      resend2FAChallengeInput
      resend2FAChallengeOutput
      revokeAllOtherSessionsInput
      revokeAllOtherSessionsOutput
      revokeSessionInput
      revokeSessionOutput
      revokeSessionsInput
      revokeSessionsOutput
      revokeUserTokensInput
      revokeUserTokensOutput
      sanitizeReturnTo
      securityEventTypes
      securitySettingsOutput
      securitySettingsSchema
      sensitiveActionTypes
      sessionInfoSchema
      sessionSecurityErrorCodes
      sessionWarningSchema
      signInInput
      signInOutput
      signOutOutput
      stepUpTokenHeader
      successOf
      systemClock
      toEpochMs
      toIso
      transportHeader
      trpcCodes
      updateActivityOutput
      updatePaymentSettingsInput
      updateSecuritySettingsInput
      verificationMethodSchema
      verificationMethodSpellings
      verificationMethods
      verify2FAChallengeInput
      verify2FAChallengeOutput
      verifyPhoneOtpInput
      verifySignIn2FAInput
      withStepUpToken"
    `);
  });
  it('exports from ./client', async () => {
    expect(namesOf(await import('react-session-security/client'))).toMatchInlineSnapshot(`
      "NoAnswerError
      UnmappedProcedureError
      UnreadableAnswerError
      createSessionSecurity
      getSessionSecurityError
      getStatusHint
      handleSessionSecurityError
      handlersLink
      httpLink
      isNoAnswer
      isSessionSecurityError
      restLink
      sessionSecurityLink"
    `);
  });
  it('exports from ./server', async () => {
    expect(namesOf(await import('react-session-security/server'))).toMatchInlineSnapshot(`
      "argon2idHasher
      createHttpGuard
      createOutbox
      createSessionSecurityServer
      jsonLog
      systemRandom
      toNodeListener"
    `);
  });
  it('exports from ./server/pglite', async () => {
    expect(namesOf(await import('react-session-security/server/pglite'))).toMatchInlineSnapshot(`"pgliteDriver"`);
  });
  it('exports from ./server/postgres', async () => {
    expect(namesOf(await import('react-session-security/server/postgres'))).toMatchInlineSnapshot(`"postgresDriver"`);
  });
  it('exports from ./testing', async () => {
    expect(namesOf(await import('react-session-security/testing'))).toMatchInlineSnapshot(`
      "accountFixture
      createInProcessBrowser
      createManualClock
      createScriptedBackend
      manySessions
      sessionFixture
      sessionsFixture
      userFixture"
    `);
  });
  it('exports from ./tailwind', async () => {
    expect(namesOf(await import('react-session-security/tailwind'))).toMatchInlineSnapshot(`
      "default
      sessionSecurityPreset"
    `);
  });

  it('has no other entry', () => {
    expect(Object.keys(packageJson.exports)).toEqual([
      '.',
      './contract',
      './client',
      './server',
      './server/pglite',
      './server/postgres',
      './testing',
      './tailwind',
      './styles.css',
      './tailwind.css',
      './package.json',
    ]);
  });

  it('gives people everything of ./client at the root too', async () => {
    const root = Object.keys(await import('react-session-security'));
    expect(Object.keys(await import('react-session-security/client')).filter((name) => !root.includes(name))).toEqual(
      [],
    );
  });

  it('points every entry at source that exists', () => {
    expect(filesOf('react-session-security/source').filter((file) => !existsSync(file))).toEqual([]);
  });

  it.runIf(process.env['TEST_DIST'])('points every entry at files that the build made', () => {
    const files = [...filesOf('types'), ...filesOf('default')];
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});

function filesOf(condition: string): string[] {
  return Object.values<unknown>(packageJson.exports).flatMap((target) => {
    const file = typeof target === 'string' ? target : (target as Record<string, string>)[condition];
    const isAsset = typeof target === 'string' && condition === 'react-session-security/source';
    return file === undefined || isAsset ? [] : path.resolve(import.meta.dirname, '..', file);
  });
}
