/** English, the base of every other catalogue. Long because a catalogue is one list of words. */
import { errorTable, sessionSecurityErrorCodes } from '../../contract/errors';
import type { SessionSecurityErrorCode } from '../../contract/errors';
import type { Messages } from './Messages';
import { formatCount, plural } from './plural';

const locale = 'en';
const count = (n: number): string => formatCount(locale, n);
/** What a sign-in on one more device does. */
const beyondLimit: Readonly<Record<string, string | undefined>> = {
  'evict-oldest': ' When you sign in on another one, the one used longest ago is signed out.',
  ask: ' When you sign in on another one, you’re asked whether to sign out the one used longest ago.',
  reject: ' To sign in on another one, sign out one of these first.',
};
const devices = (n: number): string => plural(locale, n, { one: '{n} device', other: '{n} devices' });

/** Every word in English: the default, and what an override leaves out (SPEC K4). */
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
    lastActiveAt: (moment) => `Last active ${moment}`,
    signedIn: (date) => `Signed in ${date}`,
    trusted: 'Trusted',
    loading: 'Loading your devices…',

    signOut: 'Sign out',
    signOutNamed: (name, lastActive) => `Sign out ${name}, last active ${lastActive}`,
    signOutCurrentNamed: (name) => `Sign out of this device, ${name}`,
    signOutOthers: 'Sign out all others',
    retryNamed: (name, lastActive) => `Try again to sign out ${name}, last active ${lastActive}`,
    verify: 'Confirm it’s you',
    verifyNamed: (name, lastActive) => `Confirm it’s you to sign out ${name}, last active ${lastActive}`,
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
    ended: {
      signedOut: { title: 'You’re signed out', body: 'Sign in to see your devices.' },
      expired: {
        title: 'Your session has ended',
        body: 'You were away for a while, or signed in a long time ago. Sign in again to see your devices.',
      },
      revoked: {
        title: 'This device was signed out',
        body: 'That was done from another device, or to protect your account. Sign in again to see your devices.',
      },
    },
    signIn: 'Sign in',
    errorTitle: 'Your devices couldn’t be loaded',
    verificationTitle: 'Confirm it’s you to see your devices',
    offline: 'You’re offline. This is the list from your last connection.',
    stale: 'The list couldn’t be refreshed. It may be out of date.',
    limit: (max, onLimit) =>
      `You’re signed in on all ${devices(max)} that your account allows.${(onLimit && beyondLimit[onLimit]) ?? ''}`,
    loadMore: 'Show more',
    loadMoreFailed: 'More devices couldn’t be loaded.',
    shown: (shown, total) => `${count(shown)} of ${count(total)} shown`,

    filterLabel: 'Which devices to show',
    filterAll: 'All',
    filterInactive: 'Inactive for 30 days',
    filterUntrusted: 'Not trusted',
    select: 'Select',
    selectAll: 'Select all',
    selectAllShown: (n) => `Select all ${count(n)} shown`,
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
    renameNamed: (name, lastActive) => `Rename ${name}, last active ${lastActive}`,
    nameLabel: 'Device name',
    nameHint: 'Only you see this name. Up to 64 characters.',
    nameRequired: 'Enter a name.',
    renamed: (name) => `The device is now called ${name}.`,

    notMe: 'This wasn’t me',
    notMeNamed: (name, lastActive) => `This wasn’t me: ${name}, last active ${lastActive}`,
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
  warnings: {
    signedOutIn: (countdown) => `You’ll be signed out in ${countdown}`,
    idle: 'You haven’t been active for a while. To keep your account safe, this session ends soon.',
    absolute: 'You signed in a long time ago. Sign in again to carry on where you are.',
    stay: 'Stay signed in',
    reauthenticate: 'Sign in again',
    stayed: 'You’re still signed in.',
    extensionFailed: 'You may still be signed out',
    limit: (max) =>
      max === undefined
        ? 'You’re signed in on all the devices that your account allows.'
        : `You’re signed in on all ${devices(max)} that your account allows.`,
    review: 'Review devices',
    unknown: 'There is something to know about your session.',
    dismiss: 'Dismiss',
    spoken: (timeLeft) => `You’ll be signed out in ${timeLeft}.`,
    spokenEnd: 'You’ve been signed out.',
  },
  sessionEnd: {
    reasons: {
      idle: {
        title: 'You were signed out after a while without activity',
        body: 'You can still read this page. Sign in again to make changes.',
      },
      absolute: {
        title: 'It’s time to sign in again',
        body: 'A session lasts only so long. You can still read this page; sign in again to make changes.',
      },
      expired: {
        title: 'Your session has ended',
        body: 'You can still read this page. Sign in again to make changes.',
      },
      revoked: {
        title: 'This device was signed out',
        body: 'That was done from another device, or to protect your account. Sign in again to make changes.',
      },
      reused: {
        title: 'You were signed out to protect your account',
        body: 'Somebody may have used a copy of this session. Sign in again, and check your devices.',
      },
      signedOut: {
        title: 'You signed out in another tab',
        body: 'Sign in again to carry on here.',
      },
      signedOutHere: { title: 'You’re signed out', body: 'Sign in again to carry on here.' },
      graceExhausted: {
        title: 'We couldn’t check your session for a long time',
        body: 'You’re signed out here to be safe. Connect and sign in again to make changes.',
      },
    },
    signIn: 'Sign in again',
    back: 'You’re signed in again.',
    switched: {
      title: 'Somebody else is signed in now',
      body: 'What is on this page was loaded for another account. Load it again before you go on.',
    },
    reload: 'Load again',
    dismiss: 'Close',
  },
  twoFactor: {
    title: 'Confirm it’s you',
    purposes: {
      password_change: 'This is needed to change your password.',
      email_change: 'This is needed to change your email address.',
      security_settings: 'This is needed to change your security settings.',
      account_deletion: 'This is needed to delete your account.',
      role_change: 'This is needed to change what another person may do.',
      admin_action: 'This is needed for what you are about to do as an administrator.',
      payment_settings: 'This is needed to change your payment settings.',
      other: 'This is needed to continue.',
    },
    waiting: (n) =>
      plural(locale, n, { one: '{n} action is waiting for this.', other: '{n} actions are waiting for this.' }),
    opening: 'Getting ready…',
    labels: {
      '2fa_totp': 'Code from your authenticator app',
      '2fa_sms': 'Code from the text message',
      backup_code: 'Backup code',
    },
    digitsHint: (submitsItself) =>
      submitsItself ? '6 digits. It’s checked as soon as you enter the last one.' : '6 digits.',
    backupCodeHint: 'One of those you kept when you set up your second factor. Each works once.',
    sentTo: (where) => `Sent to ${where}.`,
    confirm: 'Confirm',
    confirmed: 'Confirmed',
    passkeyBody: 'Your device will ask for your fingerprint, your face, its PIN or your security key.',
    usePasskey: 'Use passkey',
    passkeyNotGiven: 'No passkey was used. Try again, or choose another way.',
    otherWays: 'Other ways to confirm',
    useMethod: {
      '2fa_totp': 'Use your authenticator app',
      '2fa_sms': 'Get a text message',
      backup_code: 'Use a backup code',
      passkey: 'Use a passkey',
      password: 'Use your password',
    },
    resend: 'Send a new code',
    resendIn: (countdown) => `Send a new code in ${countdown}`,
    sending: 'Sending a code…',
    attemptsLeft: (n) =>
      n === 0 ? 'No attempts left.' : plural(locale, n, { one: '{n} attempt left.', other: '{n} attempts left.' }),
    startAgain: 'Start again',
    lockedFor: (countdown) => `You can try again in ${countdown}`,
    onlyDigits: 'That isn’t a code of 6 digits, so it wasn’t entered.',
    notADigitsCode: 'Enter all 6 digits of the code.',
    notABackupCode: 'Enter the backup code as it was given to you: letters and digits only.',
  },
  verification: {
    verified: (n) => `Verified · ${count(n)} min left`,
    unverified: 'Not verified',
    spoken: (n) =>
      plural(locale, n, { one: 'You’re verified for {n} minute.', other: 'You’re verified for {n} minutes.' }),
    gateTitle: 'Hidden until you confirm it’s you',
    gateBody: 'Confirm it’s you to see this. It’s hidden again after a while.',
    gateSignedOut: 'Sign in to see this.',
    gateConfirm: 'Confirm it’s you',
    gateChecking: 'Checking…',
    gateOpened: 'It’s shown now.',
    gateClosed: 'It’s hidden again. Confirm it’s you to see it.',
  },
  stepUp: {
    purposes: {
      password_change: 'You’re about to change your password.',
      email_change: 'You’re about to change your email address.',
      security_settings: 'You’re about to change your security settings.',
      account_deletion: 'You’re about to delete your account.',
      role_change: 'You’re about to change what another person may do.',
      admin_action: 'You’re about to do something as an administrator.',
      payment_settings: 'You’re about to change your payment settings.',
      other: 'You’re about to do something that needs this.',
    },
    why: 'To keep your account safe, we check once more that it’s you.',
    password: 'Your password',
    passwordMissing: 'Enter your password.',
    passwordWrong: 'That isn’t your password. Try again.',
    show: 'Show',
    hide: 'Hide',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    noMethod: 'Nothing is set up with which you could confirm it’s you here. Ask whoever looks after your account.',
    signedInAs: (name) => `Signed in as ${name}`,
    invalid: {
      title: 'This confirmation is no longer valid',
      body: 'It took too long, was already used, or was begun somewhere else. Nothing was changed. Go back and try once more.',
    },
    endedBody: 'Nothing was changed. Sign in again, then begin once more.',
    goBack: 'Go back',
    goingBack: 'Taking you back…',
  },
  twoFactorSetup: {
    heading: 'Second factor',
    intro: 'Something only you have, asked for beside your password. Then a stolen password isn’t enough to get in.',
    loading: 'Loading your second factors…',
    errorTitle: 'We couldn’t load your second factors',
    offline: 'You’re offline. This is how it was when you were last connected.',
    stale: 'We couldn’t check this just now. It may be out of date.',

    app: 'Authenticator app',
    on: 'On',
    off: 'Off',
    appOn: 'A code from your app is asked for when you sign in and before important changes.',
    appOff: 'An app on your phone shows a new code every 30 seconds.',
    appElsewhere: 'It can’t be set up or turned off on this page. Ask whoever manages your account.',
    setUp: 'Set up',
    changeApp: 'Use another app',
    turnOff: 'Turn off',
    turnOffTitle: 'Turn off your authenticator app?',
    turnOffBody:
      'Anybody who knows your password can then sign in. Your backup codes stop working. Your passkeys stay as they are.',
    turnedOff: 'Your authenticator app is turned off.',

    scanTitle: 'Scan this with your authenticator app',
    scanBody: 'Open the app on your phone, add an account, and point the camera here.',
    qrLabel: 'QR code that adds this account to an authenticator app',
    qrFailed: 'The picture couldn’t be drawn. Enter the key instead.',
    cantScan: 'Can’t scan it?',
    keyLabel: 'Setup key',
    keyHint: 'Enter it in the app instead. It’s the same as the picture: show it to nobody.',
    copyKey: 'Copy key',
    keyCopied: 'Key copied.',
    copyFailed: 'It couldn’t be copied. Select it and copy it yourself.',
    validFor: (countdown) => `Valid for ${countdown}`,
    codeLabel: 'Then enter the code that the app shows',
    confirm: 'Turn on',
    voided: {
      expired: 'This took too long, so the picture isn’t valid any more. Start again with a new one.',
      attempts: 'Too many wrong codes, so the picture isn’t valid any more. Start again with a new one.',
      forgotten: 'The picture isn’t valid any more, because something else was changed meanwhile. Start again.',
    },
    onWithoutCodes: 'Your authenticator app is on, but the backup codes didn’t reach this page. Make new ones.',

    codes: 'Backup codes',
    codesLeft: (n) => (n === 0 ? 'None left' : plural(locale, n, { one: '{n} left', other: '{n} left' })),
    codesMade: (date) => `Made ${date}`,
    fewCodes: (n) =>
      n === 0
        ? 'You have no backup codes left. Without one you can’t get in when you lose your phone.'
        : plural(locale, n, {
            one: 'Only {n} backup code left. Make new ones before you need the last one.',
            other: 'Only {n} backup codes left. Make new ones before you need the last one.',
          }),
    newCodes: 'Make new codes',
    newCodesTitle: 'Make new backup codes?',
    newCodesBody: 'The codes you have now stop working at once.',
    saveTitle: { setUp: 'It’s on. Save your backup codes', regenerate: 'Save your new backup codes' },
    saveBody:
      'Each of them lets you in once when you don’t have your phone. Keep them where nobody else looks. They won’t be shown again.',
    copyCodes: 'Copy',
    downloadCodes: 'Download',
    printCodes: 'Print',
    codesCopied: 'Backup codes copied.',
    codesSaved: 'I’ve saved them',
    fileName: 'backup-codes.txt',
    fileTitle: (site) => `Backup codes for ${site}`,
    fileNote: 'Each works once. Keep them where nobody else looks.',

    passkeys: 'Passkeys',
    passkeysBody: 'Your fingerprint, your face, or a PIN of your device or security key. A fake site can’t steal it.',
    addPasskey: 'Add a passkey',
    passkeyAdded: 'Passkey added.',
    passkeysFull: 'You have as many passkeys as your account allows. Remove one to add another.',
    passkeysUnsupported: 'This browser can’t make passkeys. Use another browser or device to add one.',
    synced: 'Synced',
    added: (date) => `Added ${date}`,
    lastUsed: (relativeTime) => (relativeTime === undefined ? 'Used just now' : `Last used ${relativeTime}`),
    neverUsed: 'Not used yet',
    unnamedPasskey: 'Passkey without a name',
    rename: 'Rename',
    renameNamed: (name) => `Rename passkey ${name}`,
    nameLabel: 'Name of the passkey',
    renamed: 'Passkey renamed.',
    remove: 'Remove',
    removeNamed: (name) => `Remove passkey ${name}`,
    removeTitle: (name) => `Remove ${name}?`,
    removeBody: 'It won’t be accepted here any more. Your device may still list it; you can delete it there too.',
    removed: 'Passkey removed.',

    passkeyNotGiven: 'No passkey was made. Try again when you’re ready.',
    passkeyUnsupported: 'This device can’t make a passkey for this site. Use another device or a security key.',
    passkeyKnown: 'This device already has a passkey for your account.',
    passkeyRefused: 'The passkey wasn’t accepted. Try again.',
    passkeyGone: 'This passkey was already removed.',
    notHere: 'This can’t be changed on this page.',
  },
  status: {
    checking: 'Checking session',
    active: 'Signed in',
    warning: 'Ends soon',
    offline: 'Offline',
    degraded: 'Server not answering',
    unverified: 'Not checked lately',
    expired: 'Session ended',
    revoked: 'Signed out elsewhere',
    'signed-out': 'Signed out',
  },
  failures: {
    offline: 'You’re offline. Connect and try again.',
    unreachable: 'The server didn’t answer. Check your connection and try again.',
    unknown: 'Something went wrong on our side. Try again in a moment.',
    unconfirmed: 'You didn’t confirm that it’s you, so nothing was changed.',
    stillRefused: 'You confirmed that it’s you, yet the server refused again. Nothing was changed.',
    remained: 'The server still lists this device as signed in. Try again.',
    retryAfter: (seconds) =>
      seconds < 60
        ? plural(locale, Math.ceil(seconds), { one: 'Try again in {n} second.', other: 'Try again in {n} seconds.' })
        : plural(locale, Math.ceil(seconds / 60), {
            one: 'Try again in {n} minute.',
            other: 'Try again in {n} minutes.',
          }),
    retryLater: 'Wait a moment, then try again.',
  },
  errors: {
    ...(Object.fromEntries(sessionSecurityErrorCodes.map((code) => [code, errorTable[code].message])) as Record<
      SessionSecurityErrorCode,
      string
    >),
    TOO_MANY_ATTEMPTS: 'Too many wrong attempts.',
    RATE_LIMITED: 'Too many requests.',
  },
};
