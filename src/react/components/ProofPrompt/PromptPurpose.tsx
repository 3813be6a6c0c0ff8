'use client';
/** Why the user is asked again where a token was refused, what they are about to do, and why we ask (SPEC F9). Renders `<span>`s. */
import type { ProofPrompt } from './ProofPrompt';
import { useSessionSecurityContext } from '../../SessionSecurityContext';

export function PromptPurpose({ actionType, because }: Pick<ProofPrompt, 'actionType' | 'because'>) {
  const { errors, stepUp } = useSessionSecurityContext().messages;
  return (
    <>
      <span role="status" data-slot="prompt-because" className="rss:block rss:font-medium rss:text-ink">
        {because !== undefined && errors[because]}
      </span>
      {stepUp.purposes[actionType ?? 'other']} {stepUp.why}
    </>
  );
}
