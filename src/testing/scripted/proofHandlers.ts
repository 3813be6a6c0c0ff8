/** Prompts and step-up (C12–C15) for one account, refusing what the reference server refuses and with its codes. */
import type { SessionSecurityHandlers } from '../../client/handlersLink';
import type { Clock } from '../../contract/clock';
import { SessionSecurityError } from '../../contract/errors';
import { toIso } from '../../contract/instant';
import type { PasskeyAssertion } from '../../contract/passkey';
import { policyPresets } from '../../contract/policy';
import type { SensitiveActionType } from '../../contract/sensitiveAction';
import type { SignedInUser } from '../../contract/session';
import { normaliseVerificationMethod } from '../../contract/verification';
import type { VerificationMethod } from '../../contract/verification';
import type { ActionGuard } from './createActionGuard';
import type { CredentialChanges } from './createCredentialChanges';
import { createGuesses } from './createGuesses';
import type { PasskeyStore } from './createPasskeyStore';
import type { SecondFactors } from './createSecondFactors';
import type { SessionStore } from './createSessionStore';
import type { StepUpTokens } from './createStepUpTokens';
import type { LiveAccount } from './LiveAccount';

export interface ProofHandlersInput {
  readonly store: SessionStore;
  readonly user: SignedInUser;
  readonly account: LiveAccount;
  readonly factors: SecondFactors;
  readonly passkeys: PasskeyStore;
  readonly tokens: StepUpTokens;
  readonly guard: ActionGuard;
  readonly credentials: CredentialChanges;
  readonly clock: Clock;
  readonly onProved: (withSecondFactor: boolean) => void;
}

interface Prompt {
  readonly id: string;
  readonly actionType: SensitiveActionType;
  readonly method: VerificationMethod;
  readonly expiresAt: number;
  attempts: number;
  isUsed: boolean;
}

const { challenge, phoneOtp, secondFactor } = policyPresets.consumer;

export function proofHandlers(input: ProofHandlersInput): SessionSecurityHandlers {
  const { store, user, account, factors, passkeys, tokens, guard, credentials, clock, onProved } = input;
  const guesses = createGuesses(clock, challenge.maxAttempts, challenge.ttlMs);
  const prompts = new Map<string, Prompt>();
  let textedAt = -Infinity;
  credentials.onChange(() => {
    for (const prompt of prompts.values()) prompt.isUsed = true;
  });

  const textWait = (): number => Math.ceil((textedAt + phoneOtp.resendAfterMs - clock.now()) / 1000);
  const text = () => {
    const retryAfter = textWait();
    if (retryAfter > 0) throw new SessionSecurityError('RATE_LIMITED', { retryAfter });
    textedAt = clock.now();
    return {
      deliveryHint: `••• ${account.phone.slice(-4)}`,
      resendAvailableAt: toIso(textedAt + phoneOtp.resendAfterMs),
    };
  };
  const describe = ({ id, actionType, method, expiresAt }: Prompt, attemptsRemaining: number, delivery?: object) => ({
    challengeId: id,
    actionType,
    expiresAt: toIso(expiresAt),
    method,
    methods: factors.methods(),
    attemptsRemaining,
    ...delivery,
    serverTime: toIso(clock.now()),
  });
  const requireOpen = (id: string): Prompt => {
    const prompt = prompts.get(id);
    if (prompt === undefined || prompt.isUsed) throw new SessionSecurityError('CHALLENGE_NOT_FOUND');
    if (clock.now() < prompt.expiresAt) return prompt;
    throw new SessionSecurityError('CHALLENGE_EXPIRED', { action: prompt.actionType });
  };
  const takeAttempt = (id: string, asked?: string): Prompt => {
    const prompt = requireOpen(id);
    if (prompt.attempts >= challenge.maxAttempts) {
      const { retryAfter } = guesses.standing(normaliseVerificationMethod(asked ?? '') ?? prompt.method);
      throw new SessionSecurityError('TOO_MANY_ATTEMPTS', {
        reason: 'challenge_attempts',
        attemptsRemaining: 0,
        // When another prompt can be answered; this one never again.
        retryAfter: Math.max(1, retryAfter),
      });
    }
    prompt.attempts += 1;
    return prompt;
  };
  const isSpent = (method: VerificationMethod): boolean => guesses.standing(method).left <= 0;
  const isLeft = (method: VerificationMethod): boolean => !isSpent(method) && (method !== '2fa_sms' || textWait() <= 0);
  const promptRemaining = (prompt: Prompt | undefined): number =>
    prompt === undefined ? Infinity : challenge.maxAttempts - prompt.attempts;

  /** Whatever fails without having been a guess costs nothing. */
  const prove = (prompt: Prompt | undefined, asked: string | undefined, given: string): VerificationMethod => {
    let isGuess = false;
    try {
      const method = factors.choose(asked);
      const counts = method !== 'password';
      const left = Math.min(counts ? guesses.take(method) : Infinity, promptRemaining(prompt));
      isGuess = true;
      if (!factors.isRight(method, given)) {
        throw counts
          ? new SessionSecurityError('INVALID_2FA_CODE', { attemptsRemaining: left })
          : new SessionSecurityError('INVALID_CREDENTIALS');
      }
      if (counts) guesses.giveBack(method);
      factors.use(method, given);
      if (prompt !== undefined) prompt.isUsed = true;
      onProved(factors.isEnrolled());
      return method;
    } catch (error) {
      if (!isGuess && prompt !== undefined) prompt.attempts -= 1;
      throw error;
    }
  };
  /** Nothing can be guessed here, so nothing is counted. */
  const provePasskey = (actionType: SensitiveActionType, { id, response }: PasskeyAssertion): VerificationMethod => {
    const method = factors.choose('passkey');
    passkeys.answer(actionType, response.clientDataJSON);
    if (!passkeys.use(id)) throw new SessionSecurityError('INVALID_CREDENTIALS');
    onProved(factors.isEnrolled());
    return method;
  };

  return {
    'auth.create2FAChallenge': ({ actionType, method: asked }) => {
      guard.permit(actionType);
      if (!factors.isEnrolled() && asked !== '2fa_sms') throw new SessionSecurityError('TWO_FA_NOT_ENABLED');
      const method = factors.choose(asked ?? factors.methods().find(isLeft));
      const remaining = guesses.remaining(method);
      const delivery = method === '2fa_sms' ? text() : undefined;
      const id = `chl_proof_${prompts.size + 1}`;
      const expiresAt = clock.now() + challenge.ttlMs;
      const prompt: Prompt = { id, actionType, method, expiresAt, attempts: 0, isUsed: false };
      prompts.set(id, prompt);
      return describe(prompt, remaining, delivery);
    },
    'auth.resend2FAChallenge': ({ challengeId }) => {
      store.requireOwn();
      const prompt = requireOpen(challengeId);
      if (prompt.method !== '2fa_sms') throw new SessionSecurityError('METHOD_NOT_ALLOWED');
      const remaining = Math.min(guesses.remaining('2fa_sms'), promptRemaining(prompt));
      return describe(prompt, remaining, text());
    },
    'auth.verify2FAChallenge': (given) => {
      store.requireOwn();
      const prompt = takeAttempt(given.challengeId, 'assertion' in given ? 'passkey' : given.method);
      if ('assertion' in given) {
        // Whatever becomes of it, nothing was guessed.
        prompt.attempts -= 1;
        provePasskey(prompt.actionType, given.assertion);
        prompt.isUsed = true;
      } else prove(prompt, given.method ?? prompt.method, given.code);
      return { userId: user.id, verified: true, gracePeriodUntil: toIso(clock.now() + secondFactor.graceMs) };
    },
    'auth.getStepUpMethods': ({ actionType }) => {
      guard.permit(actionType);
      const methods = factors.methods().toSorted((a, b) => Number(isSpent(a)) - Number(isSpent(b)));
      return { missing: guard.missing(actionType), methods, serverTime: toIso(clock.now()) };
    },
    'auth.createStepUpToken': (given) => {
      const { actionType, parametersDigest, method = 'password' } = given;
      guard.permit(actionType);
      const sent = 'challengeId' in given ? given.challengeId : undefined;
      const isText = normaliseVerificationMethod(method) === '2fa_sms';
      const prompt = isText ? takeAttempt(sent ?? lastText(prompts, actionType)) : undefined;
      const proved =
        'assertion' in given
          ? provePasskey(actionType, given.assertion)
          : prove(prompt, method, 'password' in given ? given.password : 'code' in given ? given.code : '');
      const { token, expiresAt } = tokens.issue({ actionType, method: proved, parametersDigest });
      return { token, expiresAt: toIso(expiresAt), actionType };
    },
  };
}

function lastText(prompts: ReadonlyMap<string, Prompt>, actionType: SensitiveActionType): string {
  const sent = [...prompts.values()].filter((prompt) => prompt.method === '2fa_sms' && !prompt.isUsed);
  return sent.findLast((prompt) => prompt.actionType === actionType)?.id ?? '';
}
