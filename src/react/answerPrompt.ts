/** Gives what the user typed to the open prompt, and tells what became of it. */
import type { SessionSecurityProofs } from '../client/proofs/createDeferredProofs';
import type { VerificationMethod } from '../contract/verification';
import type { ProofKind } from '../contract/proofNeed';
import type { PromptError } from '../engine/proof/promptMachine';
import type { GivenProof } from '../engine/proof/ProofTransport';

/** What became of a code or password. */
export type CodeOutcome =
  | { readonly status: 'verified' }
  /** It was not let through, or the answer did not come. */
  | { readonly status: 'refused'; readonly error: PromptError }
  /**
   * Not six digits, no backup code where one is asked for, or an empty password. Nothing was sent, so no attempt was used.
   */
  | { readonly status: 'malformed' }
  /** No prompt waits for it: there is none, it closed meanwhile, asks for something else, or is checking one already. */
  | { readonly status: 'ignored' };

/**
 * Always settles: whatever happens to the prompt, it doesn't stay with one answer.
 *
 * @param read what the text proves by the chosen method; says why, where it is not to be sent
 */
export async function answerPrompt(
  proofs: SessionSecurityProofs,
  kind: ProofKind,
  read: (method: VerificationMethod | undefined) => GivenProof | 'malformed' | 'ignored',
): Promise<CodeOutcome> {
  const prompt = proofs.getSnapshot();
  if (prompt?.need.kind !== kind || prompt.state.status !== 'ready') return { status: 'ignored' };
  const given = read(prompt.state.method);
  if (given === 'malformed' || given === 'ignored') return { status: given };
  return new Promise((resolve) => {
    const stop = proofs.subscribe(() => {
      const now = proofs.getSnapshot();
      const state = now?.id === prompt.id ? now.state : undefined;
      if (state?.status === 'submitting') return;
      stop();
      if (state?.status === 'passed') resolve({ status: 'verified' });
      else resolve(state?.error === undefined ? { status: 'ignored' } : { status: 'refused', error: state.error });
    });
    proofs.submit(given, prompt.id);
  });
}
