/** The frame: who is signed in decides what is shown; the kit's provider sits around everything. */
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import {
  createSessionSecurity,
  SessionSecurityProvider,
  StepUpDialog,
  TwoFactorModal,
  type SessionEvent,
  type SessionSecurityErrorCause,
} from 'react-session-security';
import { Header } from './Header';
import { navigate, usePlace } from './navigation';
import { Notice } from './Notice';
import { findPage, homePage, signInPath } from './pages';
import { SessionBanners } from './SessionBanners';
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
  const [draft, setDraft] = useState<string>();
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

  const forget = (): void => {
    setEvictedCount(0);
    setDraft(undefined);
    signedIn.forget();
  };
  const leave = (reason: SignInReason, returnTo?: string): void => {
    forget();
    navigate(signInHref({ reason, returnTo }));
  };
  const forgetOrLeave = (reason: SignInReason | undefined): void => {
    if (reason === undefined || (!isAtSignIn && page.group === 'backstage')) forget();
    else leave(reason, here);
  };
  /** A page that is on screen stays, and its banner says so; one that was opened too late leads to the sign-in. */
  const hearEnd = (cause: SessionSecurityErrorCause): void => {
    // Whoever has left already knows why.
    if (isAtSignIn && signedIn.status === 'signedOut') return;
    if (isAtSignIn || signedIn.status !== 'signedIn') forgetOrLeave(reasonOfEnd(cause));
  };
  const hear = useEffectEvent((event: SessionEvent): void => {
    if (event.type === 'signedOut') {
      if (isAtSignIn || page.group === 'backstage') forget();
      else leave('signedOut');
    }
    /** In another tab, or by somebody else. */
    if (event.type === 'started' && event.after !== 'unknown') void signedIn.refresh();
  });

  /** For as long as the app is there, so that a sign-out without a connection is delivered later. */
  useEffect(() => client.engine.start(), [client]);
  useEffect(() => client.subscribe(hear), [client]);

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
        onSessionEnded={hearEnd}
      >
        <Header signedIn={signedIn} preferences={preferences} onSignedOut={() => leave('signedOut')} />
        <main ref={mainRef} className="page" tabIndex={-1}>
          {!isAtSignIn && page.name !== 'stepUp' && signedIn.status === 'signedIn' && (
            <SessionBanners signIn={signIn} displayName={signedIn.who.user.displayName} />
          )}
          <Notice evictedCount={evictedCount} onDismiss={() => setEvictedCount(0)} />
          {content()}
        </main>
        <TwoFactorModal />
        {/* Without it a step-up goes over the step-up page. */}
        {page.name !== 'admin' && <StepUpDialog />}
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
        draft={draft}
        onDraft={setDraft}
        onSignedOut={() => leave('signedOut')}
        onProofWanted={() => navigate(signInHref({ reason: 'proof', returnTo: here }))}
        onSessionOver={() => leave('ended', here)}
        onAccountChanged={() => void signedIn.refresh()}
        onAccountDeleted={() => {
          leave('deleted');
          // So that all tabs learn of it.
          void client.engine.validate();
        }}
      />
    );
  }
}
