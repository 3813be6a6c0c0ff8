/**
 * Every word that the kit shows or reads out. Names that arrive as arguments are already cleaned and isolated; times are
 * already written in the reader's language. Long because a catalogue is one list of words.
 */
import type { SessionSecurityErrorCode } from '../../contract/errors';
import type { OnLimit } from '../../contract/policy';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { DeviceType, SignInMethod } from '../../contract/session';
import type { SessionEnd } from '../createSessionPhase';
import type { SessionFailure } from '../sessionFailure';
import type { CodeMethod, SessionBadgeState, SessionEndWords } from './states';

/** A whole catalogue. Counts and names are given to functions, because languages order and count differently (SPEC K4). */
export interface Messages {
  readonly common: {
    readonly cancel: string;
    readonly retry: string;
    readonly save: string;
    readonly close: string;
  };
  readonly device: {
    /** Where a device has no usable name. */
    readonly unnamed: string;
    readonly browserOnOs: (browser: string, os: string) => string;
    readonly place: (city: string, country: string) => string;
    readonly types: Readonly<Record<DeviceType, string>>;
    /** `other` stands for methods that the kit does not know. */
    readonly signInMethods: Readonly<Record<SignInMethod | 'other', string>>;
  };
  readonly sessions: {
    readonly heading: string;
    /** "3 of 5 devices" */
    readonly countOf: (count: number, max: number) => string;
    /** "12 devices" */
    readonly count: (count: number) => string;
    readonly thisDevice: string;
    readonly otherDevices: string;
    readonly activeNow: string;
    readonly active: (relativeTime: string) => string;
    /** The absolute moment, where there is room for it. */
    readonly lastActiveAt: (moment: string) => string;
    readonly signedIn: (date: string) => string;
    readonly trusted: string;
    readonly loading: string;

    readonly signOut: string;
    readonly signOutNamed: (name: string, lastActive: string) => string;
    readonly signOutCurrentNamed: (name: string) => string;
    readonly signOutOthers: string;
    readonly retryNamed: (name: string, lastActive: string) => string;
    readonly verify: string;
    readonly verifyNamed: (name: string, lastActive: string) => string;
    /** Where the host offers no way to confirm in place. */
    readonly verifyBySigningIn: string;
    readonly detailsNamed: (name: string, lastActive: string) => string;
    readonly selectNamed: (name: string, lastActive: string) => string;

    readonly confirmSignOutTitle: (name: string) => string;
    readonly confirmSignOutBody: (name: string) => string;
    readonly confirmCurrentTitle: string;
    readonly confirmCurrentBody: string;
    readonly confirmOthersTitle: (count: number) => string;
    readonly confirmOthersBody: string;
    readonly confirmSelectedTitle: (count: number) => string;
    readonly confirmSelectedBody: string;

    readonly signedOutNamed: (name: string) => string;
    readonly signedOutCount: (count: number) => string;
    readonly signOutFailedNamed: (name: string) => string;
    readonly signOutFailedCount: (count: number) => string;

    readonly emptyTitle: string;
    readonly emptyBody: string;
    readonly emptyFilterTitle: string;
    readonly showAll: string;
    /** What stands in the list's place once the session is over. */
    readonly ended: Readonly<Record<SessionEnd['reason'], { readonly title: string; readonly body: string }>>;
    readonly signIn: string;
    readonly errorTitle: string;
    readonly verificationTitle: string;
    readonly offline: string;
    readonly stale: string;
    /** `onLimit` is what a sign-in on one more device does; `undefined` where the back end does not say. */
    readonly limit: (max: number, onLimit: OnLimit | undefined) => string;
    readonly loadMore: string;
    readonly loadMoreFailed: string;
    readonly shown: (shown: number, total: number) => string;

    readonly filterLabel: string;
    readonly filterAll: string;
    readonly filterInactive: string;
    readonly filterUntrusted: string;
    readonly select: string;
    readonly selectAll: string;
    /** Where more are not loaded yet, and so not selected. */
    readonly selectAllShown: (count: number) => string;
    readonly selectDone: string;
    readonly selectedCount: (count: number) => string;
    readonly signOutSelected: string;

    readonly details: {
      readonly lastActive: string;
      readonly signedIn: string;
      readonly method: string;
      readonly ipAddress: string;
      readonly place: string;
      readonly software: string;
      readonly appVersion: string;
      readonly expires: string;
    };
    readonly rename: string;
    readonly renameNamed: (name: string, lastActive: string) => string;
    readonly nameLabel: string;
    readonly nameHint: string;
    readonly nameRequired: string;
    readonly renamed: (name: string) => string;

    readonly notMe: string;
    readonly notMeNamed: (name: string, lastActive: string) => string;
    readonly notMeTitle: (name: string) => string;
    readonly notMeBody: string;
    readonly notMeSignOut: string;
    readonly notMeSignOutOthers: string;
    readonly notMeDoneTitle: string;
    readonly notMeDoneBody: string;
    readonly changePassword: string;
    readonly later: string;
  };
  readonly warnings: {
    /** "You’ll be signed out in 4:32" */
    readonly signedOutIn: (countdown: string) => string;
    readonly idle: string;
    readonly absolute: string;
    readonly stay: string;
    readonly reauthenticate: string;
    readonly stayed: string;
    readonly extensionFailed: string;
    readonly limit: (max: number | undefined) => string;
    readonly review: string;
    /** Where the back end warns of something without a word about it. */
    readonly unknown: string;
    readonly dismiss: string;
    /** Read out, with whole minutes or seconds: "You’ll be signed out in 5 minutes." */
    readonly spoken: (timeLeft: string) => string;
    readonly spokenEnd: string;
  };
  readonly sessionEnd: {
    /** Why it is over, and what that means for what is on the page. */
    readonly reasons: Readonly<Record<SessionEndWords, { readonly title: string; readonly body: string }>>;
    readonly signIn: string;
    readonly back: string;
    /** Somebody else has signed in over what is on the page. */
    readonly switched: { readonly title: string; readonly body: string };
    readonly reload: string;
    readonly dismiss: string;
  };
  readonly twoFactor: {
    readonly title: string;
    /** What the proof is for; `other` where nobody says. */
    readonly purposes: Readonly<Record<SensitiveActionType | 'other', string>>;
    /** From two on: "2 actions are waiting for this." */
    readonly waiting: (count: number) => string;
    readonly opening: string;
    readonly labels: Readonly<Record<CodeMethod, string>>;
    /** Under the field. `submitsItself` tells what entering the last digit does (WCAG 3.2.2). */
    readonly digitsHint: (submitsItself: boolean) => string;
    readonly backupCodeHint: string;
    /** "Sent to ••• 4567." */
    readonly sentTo: (where: string) => string;
    readonly confirm: string;
    readonly confirmed: string;
    readonly passkeyBody: string;
    readonly usePasskey: string;
    readonly passkeyNotGiven: string;
    readonly otherWays: string;
    readonly useMethod: Readonly<Record<CodeMethod | 'passkey' | 'password', string>>;
    readonly resend: string;
    readonly resendIn: (countdown: string) => string;
    readonly sending: string;
    readonly attemptsLeft: (count: number) => string;
    readonly startAgain: string;
    readonly lockedFor: (countdown: string) => string;
    readonly onlyDigits: string;
    readonly notADigitsCode: string;
    readonly notABackupCode: string;
  };
  readonly verification: {
    /** "Verified · 12 min left"; the minute that has begun counts. */
    readonly verified: (minutes: number) => string;
    readonly unverified: string;
    /** Read out once: "You’re verified for 15 minutes." */
    readonly spoken: (minutes: number) => string;
    /** What a gate is called where the host says nothing of what is behind it. */
    readonly gateTitle: string;
    readonly gateBody: string;
    readonly gateSignedOut: string;
    readonly gateConfirm: string;
    readonly gateChecking: string;
    /** Read out. */
    readonly gateOpened: string;
    readonly gateClosed: string;
  };
  /** What a step-up says beside the words of `twoFactor`. */
  readonly stepUp: {
    /** What the user is about to do; `other` where nobody says. */
    readonly purposes: Readonly<Record<SensitiveActionType | 'other', string>>;
    /** Why the user is asked, although signed in. */
    readonly why: string;
    readonly password: string;
    readonly passwordMissing: string;
    readonly passwordWrong: string;
    /** On the button beside the field; `showPassword` and `hidePassword` are its whole names and begin with these. */
    readonly show: string;
    readonly hide: string;
    readonly showPassword: string;
    readonly hidePassword: string;
    /** Nothing that the server accepts is set up. */
    readonly noMethod: string;
    readonly signedInAs: (name: string) => string;
    /** The page's address leads to nothing that this tab began. */
    readonly invalid: { readonly title: string; readonly body: string };
    /** What the end of the session means here, after one of the titles of `sessionEnd.reasons`. */
    readonly endedBody: string;
    readonly goBack: string;
    readonly goingBack: string;
  };
  readonly twoFactorSetup: {
    readonly heading: string;
    readonly intro: string;
    readonly loading: string;
    readonly errorTitle: string;
    readonly offline: string;
    readonly stale: string;

    readonly app: string;
    readonly on: string;
    readonly off: string;
    readonly appOn: string;
    readonly appOff: string;
    /** Where the app's own accounts keep authenticator apps to themselves. */
    readonly appElsewhere: string;
    readonly setUp: string;
    /** Another one in its place. */
    readonly changeApp: string;
    readonly turnOff: string;
    readonly turnOffTitle: string;
    readonly turnOffBody: string;
    readonly turnedOff: string;

    readonly scanTitle: string;
    readonly scanBody: string;
    /** What the picture is; it never says what is in it. */
    readonly qrLabel: string;
    readonly qrFailed: string;
    readonly cantScan: string;
    readonly keyLabel: string;
    readonly keyHint: string;
    readonly copyKey: string;
    readonly keyCopied: string;
    readonly copyFailed: string;
    readonly validFor: (countdown: string) => string;
    readonly codeLabel: string;
    readonly confirm: string;
    /** Why the secret is worth nothing any more. */
    readonly voided: Readonly<Record<'expired' | 'attempts' | 'forgotten', string>>;
    /** The confirmation was carried out, and its answer did not arrive. */
    readonly onWithoutCodes: string;

    readonly codes: string;
    readonly codesLeft: (count: number) => string;
    readonly codesMade: (date: string) => string;
    readonly fewCodes: (count: number) => string;
    readonly newCodes: string;
    readonly newCodesTitle: string;
    readonly newCodesBody: string;
    readonly saveTitle: Readonly<Record<'setUp' | 'regenerate', string>>;
    readonly saveBody: string;
    readonly copyCodes: string;
    readonly downloadCodes: string;
    readonly printCodes: string;
    readonly codesCopied: string;
    readonly codesSaved: string;
    /** Of the text file, with its ending. */
    readonly fileName: string;
    readonly fileTitle: (site: string) => string;
    readonly fileNote: string;

    readonly passkeys: string;
    readonly passkeysBody: string;
    readonly addPasskey: string;
    readonly passkeyAdded: string;
    readonly passkeysFull: string;
    readonly passkeysUnsupported: string;
    readonly synced: string;
    readonly added: (date: string) => string;
    /** `undefined` under a minute. */
    readonly lastUsed: (relativeTime: string | undefined) => string;
    readonly neverUsed: string;
    readonly unnamedPasskey: string;
    readonly rename: string;
    readonly renameNamed: (name: string) => string;
    readonly nameLabel: string;
    readonly renamed: string;
    readonly remove: string;
    readonly removeNamed: (name: string) => string;
    readonly removeTitle: (name: string) => string;
    readonly removeBody: string;
    readonly removed: string;

    readonly passkeyNotGiven: string;
    readonly passkeyUnsupported: string;
    readonly passkeyKnown: string;
    readonly passkeyRefused: string;
    readonly passkeyGone: string;
    readonly notHere: string;
  };
  readonly status: Readonly<Record<SessionBadgeState, string>>;
  /** What happened, where no server refused. */
  readonly failures: Readonly<Record<Exclude<SessionFailure['kind'], 'refused'>, string>> & {
    /** "Try again in 30 seconds." */
    readonly retryAfter: (seconds: number) => string;
    /** The same, where the server does not say how long. */
    readonly retryLater: string;
    /** For `ChallengeTimeoutError`: a question of yours waited longer than what it was about. */
    readonly tooLate: string;
  };
  /** What happened, by the server's code. Those that mean waiting do not say for how long; `failures` does. */
  readonly errors: Readonly<Record<SessionSecurityErrorCode, string>>;
}

/** Any part of a catalogue; what is left out stays English. */
export type MessagesOverride = { readonly [Section in keyof Messages]?: Partial<Messages[Section]> };
