'use client';
/** How copying went, for those who look and those who listen. Always mounted, so that it is heard. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { CopyState } from './useCopy';

export interface CopyNoteProps {
  readonly state: CopyState;
  readonly copied: string;
}

export function CopyNote({ state, copied }: CopyNoteProps) {
  const words = useSessionSecurityContext().messages.twoFactorSetup;
  return (
    <div className="rss:mt-1.5 rss:min-h-[1.125rem] rss:text-meta rss:text-pretty">
      <p role="status" className="rss:m-0 rss:p-0 rss:text-muted">
        {state === 'copied' && copied}
      </p>
      <p role="alert" className="rss:m-0 rss:p-0 rss:text-danger-ink">
        {state === 'failed' && words.copyFailed}
      </p>
    </div>
  );
}
