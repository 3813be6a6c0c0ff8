/** README, “Protect an action”: with prompts of your own. */
import { use2FAChallenge, useStepUp, type Use2FAChallengeResult, type UseStepUpResult } from 'react-session-security';

export function CodePrompt() {
  const prompt = use2FAChallenge({ isPresenter: true });
  return prompt.isOpen && <ProofForm prompt={prompt} onProof={prompt.verify} />;
}

export function StepUpPrompt() {
  const prompt = useStepUp({ isPresenter: true });
  const { isOpen, method, verifyPassword, verifyCode } = prompt;
  return isOpen && <ProofForm prompt={prompt} onProof={method === 'password' ? verifyPassword : verifyCode} />;
}

interface ProofFormProps {
  prompt: Use2FAChallengeResult | UseStepUpResult;
  onProof: (proof: string) => unknown;
}

const names: Record<string, string> = {
  password: 'Password',
  '2fa_totp': 'Code of your app',
  '2fa_sms': 'Code we sent you',
  backup_code: 'Backup code',
  passkey: 'Passkey',
};

function ProofForm({ prompt, onProof }: ProofFormProps) {
  const { status, method, methods, attemptsRemaining, error, verifyPasskey, switchMethod, resend, restart, close } =
    prompt;
  const isAsking = status === 'ready' || status === 'submitting';
  return (
    <form
      aria-label="Confirm it’s you"
      onSubmit={(event) => {
        event.preventDefault();
        if (method === 'passkey') verifyPasskey();
        else onProof(new FormData(event.currentTarget).get('proof') as string);
      }}
    >
      {isAsking && method && method !== 'passkey' && (
        <input
          key={method}
          name="proof"
          aria-label={names[method]}
          type={method === 'password' ? 'password' : 'text'}
        />
      )}
      <p role="alert">
        {status === 'expired' && 'This took too long.'}
        {status === 'locked' && 'Too many attempts. Wait a while, or choose another way.'}
        {status === 'failed' && 'This can’t be done now.'}
        {status === 'ready' && error && `Not accepted. Attempts left: ${attemptsRemaining ?? 'unknown'}`}
      </p>
      {isAsking && (
        <button type="submit" disabled={status === 'submitting'}>
          Confirm
        </button>
      )}
      {(status === 'expired' || status === 'failed') && (
        <button type="button" onClick={restart}>
          Start again
        </button>
      )}
      {isAsking && method === '2fa_sms' && (
        <button type="button" onClick={resend}>
          Send another code
        </button>
      )}
      {methods
        .filter((other) => other !== method)
        .map((other) => (
          <button key={other} type="button" onClick={() => switchMethod(other)}>
            {names[other]}
          </button>
        ))}
      <button type="button" onClick={close}>
        Cancel
      </button>
    </form>
  );
}
