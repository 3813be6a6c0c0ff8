'use client';
/** Somebody else has signed in over what is on the page. */
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Banner } from '../../ui/Banner';
import type { BannerClassNames } from '../../ui/Banner';
import { Button } from '../../ui/Button';

export interface SwitchedBannerProps {
  readonly onReload: (() => void) | undefined;
  readonly onClose: () => void;
  readonly classNames: BannerClassNames;
}

export function SwitchedBanner({ onReload, onClose, classNames }: SwitchedBannerProps) {
  const { messages } = useSessionSecurityContext();
  const { switched, reload, dismiss } = messages.sessionEnd;
  return (
    <Banner
      data-slot="session-switched"
      tone="warning"
      title={switched.title}
      body={switched.body}
      classNames={classNames}
      actions={
        <>
          {onReload !== undefined && (
            <Button variant="primary" onClick={onReload}>
              {reload}
            </Button>
          )}
          <Button variant="ghost" onClick={onClose}>
            {dismiss}
          </Button>
        </>
      }
    />
  );
}
