/** The frame: who is signed in decides what is shown; the kit's provider sits around everything. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { createSessionSecurity, SessionSecurityProvider, type SessionSecurityErrorCause } from 'react-session-security';
import { Header } from './Header';
import { navigate, usePlace } from './navigation';
import { Notice } from './Notice';
import { findPage, homePage, signInPath } from './pages';
import { readSignInRequest, reasonOfEnd, signInHref, type SignInReason } from './signIn/signInRequest';
import { SignInPage } from './signIn/SignInPage';
import { useSignIn } from './signIn/useSignIn';
import { Unreachable } from './Unreachable';
import { usePreferences } from './usePreferences';
import { useFocusOnArrival } from './useFocusOnArrival';
import { useSignedIn } from './useSignedIn';
import { CatalogueContext, catalogues } from './words/CatalogueContext';

export function App() {
  const client = useMemo(() => createSessionSecurity({ url: '/api/trpc' }), []);
  const preferences = usePreferences();
  const catalogue = catalogues[preferences.language];
  const { path, search } = usePlace();
  const signedIn = useSignedIn(client);
  const [evictedCount, setEvictedCount] = useState(0);
  const mainRef = useRef<HTMLElement>(null);

  /** Sign-in stands in for the page that it leads back to. */
  const isAtSignIn = path === signInPath;
  const request = readSignInRequest(search);
  const page = findPage(path) ?? homePage;
  const here = isAtSignIn ? request.returnTo : path + search;
  const isRefused = !isAtSignIn && page.group === 'account' && signedIn.status === 'signedOut';

  const signIn = useSignIn(client, async (result) => {
    await signedIn.refresh();
    setEvictedCount(result.evictedCount);
    navigate(here, { replace: true });
  });

  const leave = (reason: SignInReason, returnTo?: string): void => {
    setEvictedCount(0);
    signedIn.forget();
    navigate(signInHref({ reason, returnTo }));
  };
  const leaveHavingEnded = (cause: SessionSecurityErrorCause): void => {
    const reason = reasonOfEnd(cause, signedIn.status === 'signedIn');
    if (reason === undefined || (!isAtSignIn && page.group === 'backstage')) signedIn.forget();
    else leave(reason, here);
  };

  useEffect(() => {
    if (isRefused) navigate(signInHref({ returnTo: here }), { replace: true });
  }, [isRefused, here]);
  useEffect(() => {
    document.title = `${catalogue.words.pages[isAtSignIn ? 'signIn' : page.name]} · ${catalogue.words.brand}`;
  }, [catalogue, isAtSignIn, page]);
  useFocusOnArrival(mainRef, path);

  return (
    <CatalogueContext.Provider value={catalogue}>
      <SessionSecurityProvider
        client={client}
        locale={preferences.language}
        messages={catalogue.messages}
        onSessionEnded={leaveHavingEnded}
      >
        <Header signedIn={signedIn} preferences={preferences} onSignedOut={() => leave('signedOut')} />
        <main ref={mainRef} className="page" tabIndex={-1}>
          <Notice evictedCount={evictedCount} onDismiss={() => setEvictedCount(0)} />
          {content()}
        </main>
      </SessionSecurityProvider>
    </CatalogueContext.Provider>
  );

  function content() {
    if (isAtSignIn) {
      const isProof = request.reason === 'proof' && signedIn.status === 'signedIn';
      const goBack = (): void => navigate(here, { replace: true });
      return <SignInPage signIn={signIn} reason={request.reason} onCancel={isProof ? goBack : undefined} />;
    }
    if (page.group === 'account' && signedIn.status !== 'signedIn') {
      return signedIn.status === 'unreachable' ? <Unreachable onRetry={() => void signedIn.refresh()} /> : null;
    }
    const { Page } = page;
    return (
      <Page
        onSignedOut={() => leave('signedOut')}
        onProofWanted={() => navigate(signInHref({ reason: 'proof', returnTo: here }))}
      />
    );
  }
}
