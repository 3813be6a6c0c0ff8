/** Where an action is confirmed that no dialog asked about. Within the frame, so that the way back keeps what is in memory. */
import { StepUpPage } from 'react-session-security';
import { navigate, usePlace } from '../navigation';
import type { PageProps } from '../PageProps';

export function ConfirmPage({ onSessionOver }: PageProps) {
  const { search } = usePlace();
  return (
    <StepUpPage
      search={search}
      navigate={(href) => navigate(href, { replace: true })}
      fallbackPath="/admin"
      onSignIn={onSessionOver}
    />
  );
}
