/**
 * Every word that the kit shows or reads out. Names that arrive as arguments are already cleaned and isolated; times are
 * already written in the reader's language.
 */
import type { SessionSecurityErrorCode } from '../../contract/errors';
import type { DeviceType, SignInMethod } from '../../contract/session';
import type { SessionFailure } from '../sessionFailure';

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
    readonly signedIn: (date: string) => string;
    readonly trusted: string;
    readonly loading: string;

    readonly signOut: string;
    readonly signOutNamed: (name: string, lastActive: string) => string;
    readonly signOutCurrentNamed: (name: string) => string;
    readonly signOutOthers: string;
    readonly retryNamed: (name: string) => string;
    readonly verify: string;
    readonly verifyNamed: (name: string) => string;
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
    readonly errorTitle: string;
    readonly verificationTitle: string;
    readonly offline: string;
    readonly stale: string;
    readonly limit: (max: number) => string;
    readonly loadMore: string;
    readonly loadMoreFailed: string;
    readonly shown: (shown: number, total: number) => string;

    readonly filterLabel: string;
    readonly filterAll: string;
    readonly filterInactive: string;
    readonly filterUntrusted: string;
    readonly select: string;
    readonly selectAll: string;
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
    readonly renameNamed: (name: string) => string;
    readonly nameLabel: string;
    readonly nameHint: string;
    readonly nameRequired: string;
    readonly renamed: (name: string) => string;

    readonly notMe: string;
    readonly notMeNamed: (name: string) => string;
    readonly notMeTitle: (name: string) => string;
    readonly notMeBody: string;
    readonly notMeSignOut: string;
    readonly notMeSignOutOthers: string;
    readonly notMeDoneTitle: string;
    readonly notMeDoneBody: string;
    readonly changePassword: string;
    readonly later: string;
  };
  /** What happened, where no server refused. */
  readonly failures: Readonly<Record<Exclude<SessionFailure['kind'], 'refused'>, string>> & {
    /** "Try again in 30 seconds." */
    readonly retryAfter: (seconds: number) => string;
  };
  /** What happened, by the server's code. */
  readonly errors: Readonly<Record<SessionSecurityErrorCode, string>>;
}

/** Any part of a catalogue; what is left out stays English. */
export type MessagesOverride = { readonly [Section in keyof Messages]?: Partial<Messages[Section]> };
