'use client';
/** Why it is over, and the way back in. */
import type { InPlaceSignIn } from '../../hooks/useInPlaceSignIn';
import type { SessionEndWords } from '../../messages/states';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Banner } from '../../ui/Banner';
import type { BannerClassNames } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { SignInSlot } from '../../ui/SignInSlot';

export interface EndedBannerProps {
  readonly reason: SessionEndWords;
  readonly signIn: InPlaceSignIn;
  readonly classNames: BannerClassNames;
}

export function EndedBanner({ reason, signIn, classNames }: EndedBannerProps) {
  const { messages } = useSessionSecurityContext();
  const { title, body } = messages.sessionEnd.reasons[reason];
  const isOpen = signIn.status === 'open';
  return (
    <Banner
      data-slot="session-ended"
      /** Somebody may have stolen it: the one end that is an alarm. */
      tone={reason === 'reused' ? 'danger' : 'ended'}
      title={title}
      body={body}
      classNames={classNames}
      actions={
        signIn.status !== 'impossible' && (
          <Button
            variant={isOpen ? 'secondary' : 'primary'}
            aria-expanded={isOpen}
            pending={signIn.status === 'pending'}
            onClick={isOpen ? signIn.close : signIn.begin}
          >
            {isOpen ? messages.common.cancel : messages.sessionEnd.signIn}
          </Button>
        )
      }
    >
      {signIn.form !== undefined && <SignInSlot>{signIn.form}</SignInSlot>}
    </Banner>
  );
}
