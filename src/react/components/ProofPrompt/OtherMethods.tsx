'use client';
/** The other ways that the server accepts now (SPEC F12). Renders a `<div>`, or nothing where there are none. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { isDrawn } from './ProofPrompt';
import type { ProofPrompt } from './ProofPrompt';

export function OtherMethods({ prompt: { kind, state, actions } }: { readonly prompt: ProofPrompt }) {
  const words = useSessionSecurityContext().messages.twoFactor;
  const others = state.methods.filter((method) => isDrawn(kind, method)).filter((method) => method !== state.method);
  if (others.length === 0) return null;
  const isBusy = state.status === 'submitting' || state.status === 'sending';
  return (
    <div
      role="group"
      aria-label={words.otherWays}
      data-slot="prompt-methods"
      className="rss:mt-2 rss:flex rss:flex-wrap rss:justify-center rss:gap-x-2"
    >
      {others.map((method) => (
        <Button
          key={method}
          variant="ghost"
          shape="row"
          aria-disabled={isBusy || undefined}
          onClick={isBusy ? undefined : () => actions.chooseMethod(method)}
        >
          {words.useMethod[method]}
        </Button>
      ))}
    </div>
  );
}
