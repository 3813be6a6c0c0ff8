/** What can be done with one prompt. Once it is no longer in front, nothing of it reaches the prompt that is. */
import type { SessionSecurityProofs } from '../client/proofs/createDeferredProofs';
import type { VerificationMethod } from '../contract/verification';
import type { ProofKind } from '../contract/proofNeed';
import type { GivenProof } from '../engine/proof/ProofTransport';

export interface PromptActions {
  submit(proof: GivenProof): void;
  submitAssertion(): void;
  resend(): void;
  chooseMethod(method: VerificationMethod): void;
  restart(): void;
  cancel(): void;
}

/** @param id of the prompt, as its snapshot has it */
export function promptActions(proofs: SessionSecurityProofs, id: number): PromptActions {
  return {
    submit: (proof) => proofs.submit(proof, id),
    submitAssertion: () => proofs.submitAssertion(id),
    resend: () => proofs.resend(id),
    chooseMethod: (method) => proofs.chooseMethod(method, id),
    restart: () => proofs.restart(id),
    cancel: () => proofs.cancel(id),
  };
}

/** The same for whichever prompt of `kind` is in front; nothing happens while there is none. */
export function kindActions(proofs: SessionSecurityProofs, kind: ProofKind): PromptActions {
  const onFront = (act: (actions: PromptActions) => void): void => {
    const front = proofs.getSnapshot();
    if (front?.need.kind === kind) act(promptActions(proofs, front.id));
  };
  return {
    submit: (proof) => onFront((front) => front.submit(proof)),
    submitAssertion: () => onFront((front) => front.submitAssertion()),
    resend: () => onFront((front) => front.resend()),
    chooseMethod: (method) => onFront((front) => front.chooseMethod(method)),
    restart: () => onFront((front) => front.restart()),
    cancel: () => onFront((front) => front.cancel()),
  };
}
