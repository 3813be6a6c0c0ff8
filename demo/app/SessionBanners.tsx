/** What the session has to say on every page, and signing in again without leaving it. */
import { SessionExpiredBanner, SessionWarningBanner } from 'react-session-security';
import { navigate } from './navigation';
import { homePath } from './pages';
import { InPlaceSignIn } from './signIn/InPlaceSignIn';
import type { SignIn } from './signIn/useSignIn';

export interface SessionBannersProps {
  readonly signIn: SignIn;
  /** Whose page this is. */
  readonly displayName: string | null;
}

export function SessionBanners({ signIn, displayName }: SessionBannersProps) {
  const renderSignIn = () => <InPlaceSignIn signIn={signIn} displayName={displayName} />;
  return (
    <div className="session-banners">
      <SessionWarningBanner onReviewSessions={() => navigate(homePath)} renderReauthenticate={renderSignIn} />
      <SessionExpiredBanner renderSignIn={renderSignIn} onReload={() => location.reload()} />
    </div>
  );
}
