/** Gives a code to the open prompt, and tells what became of it. */
import type { SessionSecurityProofs } from '../client/proofs/createDeferredProofs';
import type { PromptError } from '../engine/proof/promptMachine';
import { readCode } from './readCode';

/** What became of a code. */
export type CodeOutcome =
  | { readonly status: 'verified' }
  /** It was not let through, or the answer did not come. */
  | { readonly status: 'refused'; readonly error: PromptError }
  /** Not six digits, nor a backup code where one is asked for. Nothing was sent, so no attempt was used. */
  | { readonly status: 'malformed' }
  /** No prompt waits for a code: there is none, it closed meanwhile, or it is checking one already. */
  | { readonly status: 'ignored' };

/** Always settles: whatever happens to the prompt, it doesn't stay with one code. */
export async function answerPrompt(proofs: SessionSecurityProofs, text: string): Promise<CodeOutcome> {
  const prompt = proofs.getSnapshot();
  if (prompt?.need.kind !== 'second_factor' || prompt.state.status !== 'ready') return { status: 'ignored' };
  const code = readCode(prompt.state.method, text);
  if (code === undefined) return { status: 'malformed' };
  return new Promise((resolve) => {
    const stop = proofs.subscribe(() => {
      const now = proofs.getSnapshot();
      const state = now?.id === prompt.id ? now.state : undefined;
      if (state?.status === 'submitting') return;
      stop();
      if (state?.status === 'passed') resolve({ status: 'verified' });
      else resolve(state?.error === undefined ? { status: 'ignored' } : { status: 'refused', error: state.error });
    });
    proofs.submit({ code });
  });
}
