import { isolated } from './isolated';
import type { Words } from './Words';

export const wordsEn: Words = {
  brand: 'Harbour',
  frame: {
    pages: 'Pages',
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    language: 'Language',
    whoYouAre: 'Who you are',
    you: 'You',
    signOut: 'Sign out',
    unreachable: 'Harbour can’t be reached',
    retry: 'Try again',
    dismiss: 'Dismiss',
    evicted: (count) =>
      count === 1
        ? 'To make room for this device, the one used longest ago was signed out.'
        : `To make room for this device, the ${count} used longest ago were signed out.`,
  },
  pages: {
    devices: 'Devices',
    account: 'Account',
    security: 'Security',
    note: 'Note',
    admin: 'Admin',
    stepUp: 'Confirm it’s you',
    timeMachine: 'Time machine',
    outbox: 'Outbox',
    signIn: 'Sign in',
  },
  signIn: {
    titles: {
      password: 'Sign in to Harbour',
      phone: 'Sign in with your phone',
      phoneCode: 'Enter your code',
      secondFactor: 'Confirm it’s you',
    },
    reasons: {
      signedOut: 'You’re signed out.',
      revoked: 'This device was signed out from another one.',
      limit: 'You signed in on another device. This one was used longest ago, so it was signed out to make room.',
      idle: 'You were away for too long, so you were signed out. Sign in again.',
      absolute: 'You were signed in for as long as we allow without asking again. Sign in again.',
      ended: 'Your session has ended. Sign in again.',
      deleted: 'Your account is deleted. The demo makes it anew when it is started again.',
      proof: 'For this you need to have signed in recently. Sign in again, and you come back to where you were.',
    },
    identifier: 'Email or phone',
    password: 'Password',
    phone: 'Phone number',
    phoneCode: '6-digit code',
    phoneCodeHint: (to) => `Sent to ${isolated(to)}.`,
    secondFactor: 'Code from your authenticator app',
    secondFactorHint: 'Six digits. A new code comes every 30 seconds.',
    rememberMe: 'Keep me signed in on this browser',
    submit: 'Continue',
    pending: 'One moment …',
    usePhone: 'Use a code sent to my phone',
    usePassword: 'Use my password',
    notNow: 'Not now',
    limitTitle: (devices) =>
      devices === 1 ? 'You are signed in on another device' : `You are signed in on ${devices} devices`,
    limitBody: 'Sign out the one used longest ago and go on?',
    limitGoOn: 'Sign it out and go on',
    limitCancel: 'Don’t sign in here',
  },
  inPlace: { fillIn: (name) => `Fill in the demo account of ${isolated(name)}` },
  account: {
    title: 'Account',
    body: 'Some changes ask you first to confirm that it’s you. Codes for that are in the outbox.',
    outbox: 'Open it in a new tab',
    pending: 'One moment …',
    saved: 'Saved.',
    cancelled: 'Nothing was changed.',
    goOn: 'Continue',
    discard: 'Discard',
    lapsed: 'That was too long ago, so nothing was changed. Begin once more.',
    password: {
      title: 'Password',
      current: 'Current password',
      next: 'New password',
      hint: 'At least 8 characters.',
      revokeOthers: 'Sign out my other devices',
      submit: 'Change password',
      done: (devices) => {
        if (devices === 0) return 'Your password is changed.';
        const others = devices === 1 ? 'One other device was' : `${devices} other devices were`;
        return `Your password is changed. ${others} signed out.`;
      },
      wrong: 'That isn’t your current password.',
      same: 'That is your password already. Choose another one.',
    },
    email: {
      title: 'Email address',
      body: 'You sign in with it. We’ll tell your old address about the change.',
      label: 'New email address',
      submit: 'Change address',
      done: (email) => `Your address is now ${email}.`,
      question: (email) => `Go on changing your address to ${email}?`,
      problems: {
        email: 'That isn’t an email address. Check it for a typing mistake.',
        same_email: 'That is your address already.',
        email_taken: 'That address belongs to another account.',
      },
    },
    security: {
      title: 'Security settings',
      notifyNewDevice: 'Write to me when somebody signs in on a new device',
      protectPaymentSettings: 'Ask me to confirm it’s me before payment settings change',
      submit: 'Save security settings',
      question: 'Go on saving your security settings?',
      done: 'Your security settings are saved.',
    },
    payment: {
      title: 'Payment settings',
      body: 'Where your bills go.',
      name: 'Name on the bill',
      email: 'Send bills to',
      submit: 'Save payment settings',
      question: 'Go on saving your payment settings?',
      done: 'Your payment settings are saved.',
    },
    deletion: {
      title: 'Delete account',
      body: 'You’re signed out on all your devices, and what you kept here is gone.',
      begin: 'Delete my account …',
      question: 'Delete your account? This can’t be undone.',
      keep: 'Keep my account',
      confirm: 'Delete for good',
    },
  },
  security: {
    body: 'No phone at hand? Texts and codes of this demo are in the outbox.',
  },
  admin: {
    title: 'People',
    body: 'Who may do what. Before a role changes, a page of its own asks you to confirm that it’s you.',
    notForYou: 'This page is for administrators. Ask one of them when something here has to change.',
    loading: 'Loading …',
    roles: { user: 'Member', admin: 'Administrator' },
    you: 'You',
    makes: { user: 'Make a member', admin: 'Make an administrator' },
    question: (name, role) => `Change the role of ${isolated(name)} to “${role}”?`,
    done: (name, role) => `${isolated(name)} now has the role “${role}”.`,
  },
  note: {
    title: 'Note',
    body: 'Write something and don’t save it. Whatever happens to your session, your text stays here.',
    label: 'Your note',
    save: 'Save',
    saved: 'Saved.',
    notSaved: 'Not saved.',
    paused: 'You can go on writing. Saving works again once you’re signed in and online.',
  },
  timeMachine: {
    title: 'Time machine',
    body: 'Most sessions last for days. Make them short here, and watch how they end. The server really changes its limits; no clock is turned.',
    limits: 'Limits of this server',
    choices: {
      usual: { name: 'As the demo was started', about: 'Usually 14 days without activity.' },
      short: { name: 'Short', about: '2 minutes without activity, with a warning 1 minute before.' },
    },
    now: 'Your session now',
    facts: { warning: 'Warning', end: 'Signed out' },
    none: 'Nothing is running out.',
    watch: 'What to watch',
    tries: {
      stay: {
        title: 'A warning, and staying',
        body: 'Choose the short limits and leave mouse and keyboard alone for a minute. Then press “Stay signed in”, or just move the pointer.',
      },
      expire: {
        title: 'The end, and signing in again in place',
        body: 'Type something on the Note page and wait for two minutes. The page stays. Sign in again above it: your text is still there.',
      },
      tabs: {
        title: 'Two tabs in step',
        body: 'Open a second tab. Both warn together, and staying in one is staying in both.',
      },
      offline: {
        title: 'Offline and back',
        body: 'Open the developer tools of your browser, choose “Network”, and set it to “Offline”. Nobody is signed out. Set it back and look at the badge.',
      },
      revoke: {
        title: 'Signed out from another browser',
        body: 'The button below signs in as you in another browser, signs this one out, and leaves. This page learns of it at its next contact with the server: move the pointer and wait a few seconds. To do it by hand, sign in in a private window.',
      },
    },
    revoke: 'Sign this device out from another browser',
    revoking: 'One moment …',
    revoked: 'Done. This page learns of it in a moment.',
    noSecondFactor: 'This account needs a code to sign in anywhere. Sign in as Maya or Ines for this.',
    openTab: 'Open a second tab',
  },
  accounts: {
    title: 'Demo accounts',
    body: 'Nothing here is secret. Choose one and its details are filled in.',
    about: {
      maya: 'Password or phone. Signed in on four other devices.',
      omar: 'Password and an authenticator app.',
      ines: 'Administrator, signed in nowhere else.',
      juno: 'Password and an authenticator app. The one to delete.',
      vera: 'Administrator, with an authenticator app.',
      theo: 'Only a phone, no password.',
    },
  },
  outbox: {
    title: 'Outbox',
    body: 'Texts and mails that the demo would have sent, and the codes that authenticator apps show now.',
    authenticators: 'Authenticator apps',
    secret: 'Secret',
    messages: 'Messages',
    empty: 'Nothing yet. Ask for a code on the sign-in page, or sign in on a new device.',
    emptyYet: 'If the number has an account, its code arrives here in a moment.',
    textTo: 'Text to',
    mailTo: 'Mail to',
    mail({ type, deviceName, ipAddress }) {
      const device = deviceName === null ? 'an unknown device' : isolated(deviceName);
      const from = ipAddress === null ? '' : ` (${isolated(ipAddress)})`;
      if (type === 'new_device') {
        return `New sign-in on ${device}${from}. If this wasn’t you, open your devices and sign that one out.`;
      }
      if (type === 'session_evicted') {
        return `You signed in on ${device}${from}. The device used longest ago was signed out to make room.`;
      }
      return `Something changed in your account’s security, on ${device}${from}.`;
    },
  },
};
