/** README, “Protect an action”: with prompts of your own. */
import { use2FAChallenge, useStepUp, type UseStepUpResult } from 'react-session-security';

export function CodePrompt() {
  const { isOpen, verify, ...prompt } = use2FAChallenge({ isPresenter: true });
  return isOpen && <ProofForm {...prompt} label="Code" onProof={verify} />;
}

export function StepUpPrompt() {
  const { isOpen, method, verifyPassword, verifyCode, ...prompt } = useStepUp({ isPresenter: true });
  if (!isOpen) return null;
  if (method === 'password') return <ProofForm {...prompt} label="Password" type="password" onProof={verifyPassword} />;
  return <ProofForm {...prompt} label="Code" onProof={verifyCode} />;
}

interface ProofFormProps extends Pick<UseStepUpResult, 'isLoading' | 'error' | 'attemptsRemaining' | 'close'> {
  label: string;
  type?: string;
  onProof: (proof: string) => unknown;
}

function ProofForm({ label, type = 'text', isLoading, error, attemptsRemaining, onProof, close }: ProofFormProps) {
  return (
    <form
      aria-label="Confirm it’s you"
      onSubmit={(event) => {
        event.preventDefault();
        onProof(new FormData(event.currentTarget).get('proof') as string);
      }}
    >
      <input name="proof" aria-label={label} type={type} />
      {error && <p role="alert">Not accepted. Attempts left: {attemptsRemaining}</p>}
      <button type="submit" disabled={isLoading}>
        Confirm
      </button>
      <button type="button" onClick={close}>
        Cancel
      </button>
    </form>
  );
}
