/** English, the base of every other catalogue. */
import { errorTable, sessionSecurityErrorCodes } from '../../contract/errors';
import type { SessionSecurityErrorCode } from '../../contract/errors';
import type { Messages } from './Messages';
import { formatCount, plural } from './plural';

const locale = 'en';
const count = (n: number): string => formatCount(locale, n);
const devices = (n: number): string => plural(locale, n, { one: '{n} device', other: '{n} devices' });

export const messagesEn: Messages = {
  common: { cancel: 'Cancel', retry: 'Try again', save: 'Save', close: 'Close' },
  device: {
    unnamed: 'Unnamed device',
    browserOnOs: (browser, os) => `${browser} on ${os}`,
    place: (city, country) => `${city}, ${country}`,
    types: { mobile: 'Phone', tablet: 'Tablet', desktop: 'Computer', tv: 'TV', unknown: 'Device' },
    signInMethods: {
      password: 'Password',
      password_2fa: 'Password and second factor',
      phone_otp: 'Code sent to your phone',
      phone_otp_2fa: 'Code sent to your phone and second factor',
      other: 'Another way',
    },
  },
  sessions: {
    heading: 'Your devices',
    countOf: (n, max) => `${count(n)} of ${devices(max)}`,
    count: devices,
    thisDevice: 'This device',
    otherDevices: 'Other devices',
    activeNow: 'Active now',
    active: (relativeTime) => `Active ${relativeTime}`,
    signedIn: (date) => `Signed in ${date}`,
    trusted: 'Trusted',
    loading: 'Loading your devices…',

    signOut: 'Sign out',
    signOutNamed: (name, lastActive) => `Sign out ${name}, last active ${lastActive}`,
    signOutCurrentNamed: (name) => `Sign out of this device, ${name}`,
    signOutOthers: 'Sign out all others',
    retryNamed: (name) => `Try again to sign out ${name}`,
    verify: 'Confirm it’s you',
    verifyNamed: (name) => `Confirm it’s you to sign out ${name}`,
    verifyBySigningIn: 'Sign out of this device and in again, then try once more.',
    detailsNamed: (name, lastActive) => `Details of ${name}, last active ${lastActive}`,
    selectNamed: (name, lastActive) => `Select ${name}, last active ${lastActive}`,

    confirmSignOutTitle: (name) => `Sign out ${name}?`,
    confirmSignOutBody: (name) => `${name} will need to sign in again. Anything not saved there may be lost.`,
    confirmCurrentTitle: 'Sign out of this device?',
    confirmCurrentBody: 'You’ll need to sign in again to come back. Your other devices stay signed in.',
    confirmOthersTitle: (n) =>
      plural(locale, n, { one: 'Sign out 1 other device?', other: 'Sign out {n} other devices?' }),
    confirmOthersBody: 'They will need to sign in again. You stay signed in on this device.',
    confirmSelectedTitle: (n) => `Sign out ${devices(n)}?`,
    confirmSelectedBody: 'They will need to sign in again. You stay signed in on this device.',

    signedOutNamed: (name) => `${name} was signed out.`,
    signedOutCount: (n) =>
      plural(locale, n, { one: '{n} device was signed out.', other: '{n} devices were signed out.' }),
    signOutFailedNamed: (name) => `${name} is still signed in.`,
    signOutFailedCount: (n) =>
      plural(locale, n, { one: '{n} device is still signed in.', other: '{n} devices are still signed in.' }),

    emptyTitle: 'Only this device',
    emptyBody: 'You aren’t signed in anywhere else. Other devices appear here when you sign in on them.',
    emptyFilterTitle: 'No devices match this filter.',
    showAll: 'Show all devices',
    errorTitle: 'Your devices couldn’t be loaded',
    verificationTitle: 'Confirm it’s you to see your devices',
    offline: 'You’re offline. This is the list from your last connection.',
    stale: 'The list couldn’t be refreshed. It may be out of date.',
    limit: (max) =>
      `You’re signed in on all ${devices(max)} that your account allows. When you sign in on another one, the oldest is signed out.`,
    loadMore: 'Show more',
    loadMoreFailed: 'More devices couldn’t be loaded.',
    shown: (shown, total) => `${count(shown)} of ${count(total)} shown`,

    filterLabel: 'Which devices to show',
    filterAll: 'All',
    filterInactive: 'Inactive for 30 days',
    filterUntrusted: 'Not trusted',
    select: 'Select',
    selectAll: 'Select all',
    selectDone: 'Done',
    selectedCount: (n) => `${count(n)} selected`,
    signOutSelected: 'Sign out selected',

    details: {
      lastActive: 'Last active',
      signedIn: 'Signed in',
      method: 'Signed in with',
      ipAddress: 'IP address',
      place: 'Approximate place',
      software: 'Browser and system',
      appVersion: 'App version',
      expires: 'Signed in until',
    },
    rename: 'Rename',
    renameNamed: (name) => `Rename ${name}`,
    nameLabel: 'Device name',
    nameHint: 'Only you see this name. Up to 64 characters.',
    nameRequired: 'Enter a name.',
    renamed: (name) => `The device is now called ${name}.`,

    notMe: 'This wasn’t me',
    notMeNamed: (name) => `This wasn’t me: ${name}`,
    notMeTitle: (name) => `Don’t recognise ${name}?`,
    notMeBody:
      'Sign it out now. If you think that somebody else knows your password, sign out every other device and then change it.',
    notMeSignOut: 'Sign out this one',
    notMeSignOutOthers: 'Sign out all others',
    notMeDoneTitle: 'Signed out',
    notMeDoneBody: 'Next, change your password, so that whoever it was can’t sign in again.',
    changePassword: 'Change password',
    later: 'Not now',
  },
  failures: {
    offline: 'You’re offline. Connect and try again.',
    unreachable: 'The server didn’t answer. Check your connection and try again.',
    unknown: 'Something went wrong on our side. Try again in a moment.',
    remained: 'The server still lists this device as signed in. Try again.',
    retryAfter: (seconds) =>
      seconds < 60
        ? plural(locale, Math.ceil(seconds), { one: 'Try again in {n} second.', other: 'Try again in {n} seconds.' })
        : plural(locale, Math.ceil(seconds / 60), {
            one: 'Try again in {n} minute.',
            other: 'Try again in {n} minutes.',
          }),
  },
  errors: Object.fromEntries(sessionSecurityErrorCodes.map((code) => [code, errorTable[code].message])) as Record<
    SessionSecurityErrorCode,
    string
  >,
};
