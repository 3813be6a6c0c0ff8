'use client';
/** The frame of the dialogs that ask for proof: title, what it is for, and the prompt. Open while there is one. Renders a `<div>`. */
import { forwardRef } from 'react';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Dialog } from '../../ui/Dialog';
import { ShieldCheckIcon } from '../../ui/icons';
import { PromptPanel } from './PromptPanel';
import type { AutoSubmit, ProofPrompt, ProofPromptClassNames } from './ProofPrompt';

export interface PromptDialogProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children' | 'title'> {
  readonly prompt: ProofPrompt | undefined;
  readonly slot: string;
  readonly description: ReactNode;
  readonly autoSubmit: AutoSubmit;
  readonly username?: string | undefined;
  readonly container: HTMLElement | null | undefined;
  readonly classNames: ProofPromptClassNames | undefined;
}

export const PromptDialog = forwardRef<HTMLDivElement, PromptDialogProps>(function PromptDialog(
  { prompt, slot, description, autoSubmit, username, container, classNames, ...rest },
  ref,
) {
  const { twoFactor } = useSessionSecurityContext().messages;
  return (
    <Dialog
      {...rest}
      ref={ref}
      open={prompt !== undefined}
      onClose={() => prompt?.actions.cancel()}
      container={container}
      data-slot={slot}
      data-state={prompt?.state.status}
      classNames={classNames}
      heading={
        <span className="rss:flex rss:items-center rss:gap-2.5">
          <ShieldCheckIcon className="rss:text-accent" />
          {twoFactor.title}
        </span>
      }
      description={description}
    >
      {prompt && <PromptPanel prompt={prompt} autoSubmit={autoSubmit} username={username} classNames={classNames} />}
    </Dialog>
  );
});
