'use client';
/** Who the user is, what they are about to do and why we ask, and the prompt. The session is watched while it stands here. */
import { useSessionEngine } from '../../hooks/useSessionEngine';
import type { SensitiveActionType } from '../../../contract/sensitiveAction';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { SpinnerIcon } from '../../ui/icons';
import type { PromptFormProps, ProofPrompt } from '../ProofPrompt/ProofPrompt';
import { PromptNote } from '../ProofPrompt/PromptNote';
import { PromptPanel } from '../ProofPrompt/PromptPanel';
import { PromptPurpose } from '../ProofPrompt/PromptPurpose';
import { AccountLine } from './AccountLine';

export interface StepUpAskProps extends Omit<PromptFormProps, 'prompt'> {
  readonly prompt: ProofPrompt | undefined;
  readonly actionType: SensitiveActionType;
}

export function StepUpAsk({ prompt, actionType, ...form }: StepUpAskProps) {
  const { messages } = useSessionSecurityContext();
  useSessionEngine();
  return (
    <>
      <p className="rss:m-0 rss:mt-2 rss:p-0 rss:text-body rss:text-muted rss:text-pretty rss:wrap-anywhere">
        <PromptPurpose actionType={prompt?.actionType ?? actionType} because={prompt?.because} />
      </p>
      <AccountLine />
      {prompt === undefined ? (
        <PromptNote slot="prompt-opening" icon={<SpinnerIcon />}>
          {messages.twoFactor.opening}
        </PromptNote>
      ) : (
        <PromptPanel prompt={prompt} {...form} />
      )}
    </>
  );
}
