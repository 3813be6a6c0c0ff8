'use client';
/** Tells who can't see it what the dialog is doing. Always mounted while the dialog is, so that it is heard. Renders a `<p>`. */
import type { PromptStatus } from '../../../engine/proof/promptMachine';
import { useSessionSecurityContext } from '../../SessionSecurityContext';

export function PromptStatusLine({ status }: { readonly status: PromptStatus }) {
  const { opening, sending, confirmed } = useSessionSecurityContext().messages.twoFactor;
  const said: Partial<Record<PromptStatus, string>> = { opening, sending, passed: confirmed };
  return (
    <p role="status" className="rss:sr-only">
      {said[status]}
    </p>
  );
}
