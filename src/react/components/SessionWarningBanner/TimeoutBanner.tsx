'use client';
/** That the session will end, and the way to stay; then how that went. The first button keeps its element, and so the focus. */
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useKeptHeight } from '../../hooks/useKeptHeight';
import { useInPlaceSignIn } from '../../hooks/useInPlaceSignIn';
import type { SignInControls } from '../../hooks/useInPlaceSignIn';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Banner } from '../../ui/Banner';
import type { BannerClassNames, BannerProps } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import type { ButtonProps } from '../../ui/Button';
import { SignInSlot } from '../../ui/SignInSlot';
import { Countdown } from './Countdown';
import type { TimeoutNotice } from './useTimeoutNotice';

export interface TimeoutBannerProps {
  readonly notice: Exclude<TimeoutNotice, { readonly status: 'none' }>;
  /** The last minute has begun. */
  readonly isUrgent: boolean;
  readonly isOffline: boolean;
  readonly onExtend: () => void;
  readonly onDismiss: ((warningId: string) => void) | undefined;
  readonly onClose: () => void;
  readonly onReauthenticate: (() => void | Promise<unknown>) | undefined;
  readonly renderReauthenticate: ((controls: SignInControls) => ReactNode) | undefined;
  readonly classNames: BannerClassNames;
}

export function TimeoutBanner(props: TimeoutBannerProps) {
  const { notice, isUrgent, onExtend, onDismiss, onClose, classNames } = props;
  const { messages } = useSessionSecurityContext();
  const signIn = useInPlaceSignIn({ onSignIn: props.onReauthenticate, renderSignIn: props.renderReauthenticate });
  const bannerRef = useRef<HTMLDivElement>(null);
  useKeptHeight(bannerRef, notice.status !== 'warning');
  const words = messages.warnings;
  const { tone, title, body, main, second, form } = contents();
  return (
    <Banner
      data-slot="session-timeout"
      rootRef={bannerRef}
      tone={tone}
      title={title}
      body={body}
      classNames={classNames}
      actions={
        <>
          {main !== undefined && <Button key="main" {...main} />}
          {second !== undefined && <Button key="second" variant="ghost" {...second} />}
        </>
      }
    >
      {form !== undefined && <SignInSlot>{form}</SignInSlot>}
    </Banner>
  );

  function contents(): Contents {
    switch (notice.status) {
      case 'stayed':
        return { tone: 'success', title: words.stayed, main: { children: words.dismiss, onClick: onClose } };
      case 'failed':
        return {
          tone: 'danger',
          title: words.extensionFailed,
          body: messages.failures[props.isOffline ? 'offline' : 'unreachable'],
          main: { variant: 'primary', children: messages.common.retry, pending: notice.isExtending, onClick: onExtend },
        };
      case 'warning': {
        const { warning, isExtending } = notice;
        return {
          tone: isUrgent ? 'danger' : 'warning',
          title: <Countdown key={warning.id} expiresAt={warning.expiresAt} />,
          body: warning.message,
          ...(onDismiss !== undefined && {
            second: { children: words.dismiss, onClick: () => onDismiss(warning.id) },
          }),
          ...(warning.reason === 'idle'
            ? { main: { variant: 'primary', children: words.stay, pending: isExtending, onClick: onExtend } }
            : reauthentication()),
        };
      }
      default:
        return notice satisfies never;
    }
  }

  /** A session that has become too old can't be extended. */
  function reauthentication(): Pick<Contents, 'main' | 'form'> {
    switch (signIn.status) {
      case 'impossible':
        return {};
      case 'open':
        return { main: { children: messages.common.cancel, onClick: signIn.close }, form: signIn.form };
      case 'idle':
      case 'pending':
        return {
          main: {
            variant: 'primary',
            children: words.reauthenticate,
            pending: signIn.status === 'pending',
            onClick: signIn.begin,
          },
        };
      default:
        return signIn.status satisfies never;
    }
  }
}

interface Contents {
  readonly tone: BannerProps['tone'];
  readonly title: ReactNode;
  readonly body?: string;
  readonly main?: ButtonProps;
  readonly second?: ButtonProps;
  readonly form?: ReactNode;
}
