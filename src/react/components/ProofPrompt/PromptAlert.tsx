'use client';
/** Why no code can be entered now. Always mounted, so that it is heard; stays for as long as it is so (R102, R103). Renders a `<div>`. */
import type { PromptState } from '../../../engine/proof/promptMachine';
import { useOnline } from '../../hooks/useOnline';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Notice } from '../../ui/Notice';
import { promptErrorText } from './promptErrorText';

export function PromptAlert({ state }: { readonly state: PromptState }) {
  const { messages } = useSessionSecurityContext();
  const isOnline = useOnline();
  const { status, error } = state;
  const isTrouble = status === 'expired' || status === 'locked' || status === 'failed';
  const isLate = status === 'expired' && error === undefined;
  return (
    <div role="alert" data-slot="prompt-trouble">
      {isTrouble && (
        <Notice tone={status === 'locked' ? 'warning' : 'danger'} className="rss:mt-4">
          {isLate ? messages.errors.CHALLENGE_EXPIRED : promptErrorText(state, messages, isOnline)}
        </Notice>
      )}
    </div>
  );
}
