'use client';
/** What can be done about a prompt, from what went wrong to cancelling: the same in a dialog and on a page. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { isHopeless } from './isHopeless';
import { PromptAlert } from './PromptAlert';
import { PromptBody } from './PromptBody';
import type { PromptFormProps } from './ProofPrompt';
import { PromptStatusLine } from './PromptStatusLine';

export function PromptPanel(props: PromptFormProps) {
  const { cancel, close } = useSessionSecurityContext().messages.common;
  const { id, state, actions } = props.prompt;
  return (
    <>
      <PromptAlert state={state} />
      <PromptBody key={id} {...props} />
      <PromptStatusLine status={state.status} />
      <Button className="rss:mt-2 rss:w-full" onClick={actions.cancel}>
        {isHopeless(state) ? close : cancel}
      </Button>
    </>
  );
}
