/** `auth.*` (C16) for one account, refusing what the reference server refuses and with its codes, but for its limits. */
import type { SessionSecurityHandlers } from '../../client/handlersLink';
import type { Clock } from '../../contract/clock';
import { cleanDeviceName } from '../../contract/deviceName';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import { policyPresets } from '../../contract/policy';
import type { SignedInUser, SignInMethod } from '../../contract/session';
import type { SignInResult, VerifyPhoneOtpInput } from '../../contract/signIn';
import { sessionFixture } from '../fixtures';
import { createCodePrompts } from './createCodePrompts';
import type { SecondFactors } from './createSecondFactors';
import { activeAt } from './createSessionStore';
import type { SessionStore } from './createSessionStore';
import type { LiveAccount } from './LiveAccount';
import { limitWarnings } from './statusOf';

export interface SignInHandlersInput {
  readonly store: SessionStore;
  readonly account: LiveAccount;
  readonly factors: SecondFactors;
  readonly user: SignedInUser;
  readonly maxSessions: number;
  readonly clock: Clock;
  /** The user was proved to be there just now. */
  readonly onProved: (withSecondFactor: boolean) => void;
}

type Options = Pick<VerifyPhoneOtpInput, 'device' | 'replaceOldestSession'>;

const { challenge, phoneOtp } = policyPresets.consumer;

export function signInHandlers(input: SignInHandlersInput): SessionSecurityHandlers {
  const { store, account, factors, user, maxSessions, clock, onProved } = input;
  const secondsUntil = (at: number): number => Math.ceil((at - clock.now()) / 1000);
  const texts = createCodePrompts(clock, phoneOtp.maxAttempts, (expiresAt) => ({
    attemptsRemaining: 0,
    retryAfter: secondsUntil(expiresAt),
  }));
  const challenges = createCodePrompts(clock, challenge.maxAttempts, () => ({
    attemptsRemaining: 0,
    reason: 'challenge_attempts',
  }));
  const firstFactors = new Map<string, { readonly method: 'password' | 'phone_otp'; readonly options: Options }>();
  const textedAt = new Map<string, number>();
  let count = 0;

  const begin = (signInMethod: SignInMethod, options: Options): SignInResult => {
    const now = clock.now();
    const sessionId = `ses_new_${(count += 1)}`;
    const named = cleanDeviceName(options.device?.deviceName ?? '');
    const begun = sessionFixture({
      id: sessionId,
      ...(named !== '' && { deviceName: named }),
      createdAt: toIso(now),
      isCurrent: true,
      signInMethod,
    });
    const session = { ...begun, ...activeAt(now, begun) };
    const { evictedCount } = store.start(session, options.replaceOldestSession ?? false);
    onProved(signInMethod.endsWith('_2fa'));
    return {
      status: 'signed_in',
      userId: user.id,
      userRoles: user.roles,
      sessionId,
      expiresIn: Math.floor((Date.parse(session.expiresAt as string) - now) / 1000),
      evictedCount,
      warnings: limitWarnings({ live: store.live(), maxSessions }),
      serverTime: toIso(now),
    };
  };

  const proceed = (method: 'password' | 'phone_otp', options: Options): SignInResult => {
    if (account.secondFactorCode === null) return begin(method, options);
    const challengeId = `chl_${(count += 1)}`;
    firstFactors.set(challengeId, { method, options });
    return {
      status: '2fa_required',
      challengeId,
      expiresAt: toIso(challenges.open(challengeId, account.secondFactorCode, challenge.ttlMs).expiresAt),
      method: '2fa_totp',
      methods: factors.methods().filter((each) => each === '2fa_totp' || each === 'backup_code'),
      attemptsRemaining: challenge.maxAttempts,
      serverTime: toIso(clock.now()),
    };
  };

  return {
    'auth.signIn': ({ identifier, password, ...options }) => {
      const isKnown = identifier.trim().toLowerCase() === account.email || toPhone(identifier) === account.phone;
      if (!isKnown || password !== account.password) throw new SessionSecurityError('INVALID_CREDENTIALS');
      return proceed('password', options);
    },
    'auth.requestPhoneOtp': ({ phone: typed }) => {
      const phone = requirePhone(typed);
      const now = clock.now();
      const againAt = (textedAt.get(phone) ?? -Infinity) + phoneOtp.resendAfterMs;
      // A new code must not bring new attempts.
      const closedUntil = texts.exhaustedUntil(phone);
      if (closedUntil !== undefined) {
        throw new SessionSecurityError('TOO_MANY_ATTEMPTS', { retryAfter: secondsUntil(closedUntil) });
      }
      if (now < againAt) throw new SessionSecurityError('RATE_LIMITED', { retryAfter: secondsUntil(againAt) });
      textedAt.set(phone, now);
      // A number without an account is answered alike (ASVS 6.3.8); no code fits it.
      const { expiresAt } = texts.open(phone, phone === account.phone ? account.phoneCode : '', phoneOtp.ttlMs);
      return {
        expiresAt: toIso(expiresAt),
        resendAvailableAt: toIso(now + phoneOtp.resendAfterMs),
        deliveryHint: `••• ${phone.slice(-4)}`,
        serverTime: toIso(now),
      };
    },
    'auth.verifyPhoneOtp': ({ phone, code, ...options }) => {
      const taken = texts.take(requirePhone(phone), code);
      return orGiveBack(taken, () => proceed('phone_otp', options));
    },
    'auth.verifySignIn2FA': ({ challengeId, code, method, ...options }) => {
      const isBackupCode = method === 'backup_code';
      const taken = challenges.take(
        challengeId,
        code,
        isBackupCode ? (typed) => factors.isRight('backup_code', typed) : undefined,
      );
      const first = firstFactors.get(challengeId);
      const signedIn = orGiveBack(taken, () =>
        begin(first?.method === 'phone_otp' ? 'phone_otp_2fa' : 'password_2fa', { ...first?.options, ...options }),
      );
      if (isBackupCode) factors.use('backup_code', code);
      return signedIn;
    },
    'auth.signOut': () => {
      store.signOut();
      return { signedOut: true };
    },
  };
}

/** A right code is not used up by what refuses the sign-in after it: the limit of sessions. */
function orGiveBack<Result>(taken: { giveBack(): void }, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    taken.giveBack();
    throw error;
  }
}

/** E.164 as far as digits go; which numbers exist only the server knows. */
function toPhone(text: string): string | null {
  const digits = text.replace(/[\s().-]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

function requirePhone(typed: string): string {
  const phone = toPhone(typed);
  if (phone === null) throw new SessionSecurityError('INVALID_REQUEST', { reason: 'phone' });
  return phone;
}
