/** The frame: who is signed in decides what is shown; the kit's provider sits around everything. */
import { useMemo, useState } from 'react';
import {
  createSessionSecurity,
  messagesAr,
  SessionSecurityProvider,
  type SessionSecurityErrorCause,
} from 'react-session-security';
import { Header } from './Header';
import { navigate, useRoute } from './navigation';
import { OutboxPage } from './OutboxPage';
import { SecurityPage } from './SecurityPage';
import { SignInPage } from './SignInPage';
import { usePreferences } from './usePreferences';
import { useSignedIn } from './useSignedIn';

export function App() {
  const client = useMemo(() => createSessionSecurity({ url: '/api/trpc' }), []);
  const preferences = usePreferences();
  const route = useRoute();
  const signedIn = useSignedIn(client);
  const [notice, setNotice] = useState<string>();

  const leave = (message: string): void => {
    setNotice(message);
    signedIn.forget();
    navigate('/sign-in');
  };

  return (
    <SessionSecurityProvider
      client={client}
      locale={preferences.language}
      {...(preferences.language === 'ar' && { messages: messagesAr })}
      onSessionEnded={(cause) => leave(goodbye(cause))}
    >
      <Header signedIn={signedIn} preferences={preferences} onSignedOut={() => leave('You’re signed out.')} />
      <main className="page">{page()}</main>
    </SessionSecurityProvider>
  );

  function page() {
    if (route === '/outbox') return <OutboxPage />;
    if (signedIn.status === 'checking') return null;
    if (signedIn.status === 'signedIn' && route !== '/sign-in') {
      return <SecurityPage notice={notice} onSignedOut={() => leave('You’re signed out.')} />;
    }
    return (
      <SignInPage
        client={client}
        notice={notice}
        onSignedIn={({ evictedCount }) => {
          setNotice(
            evictedCount > 0 ? 'To make room for this device, the one used longest ago was signed out.' : undefined,
          );
          void signedIn.refresh();
          navigate('/');
        }}
      />
    );
  }
}

function goodbye({ errorCode }: SessionSecurityErrorCause): string {
  if (errorCode === 'SESSION_REVOKED') return 'This device was signed out from another one.';
  return errorCode === 'SESSION_EXPIRED' ? 'You were away for too long. Sign in again.' : 'Sign in to continue.';
}
