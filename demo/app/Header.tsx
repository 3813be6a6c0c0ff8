/** Brand, pages, and the "who am I" bar. */
import { useSessionSecurity } from 'react-session-security';
import { navigate, useRoute } from './navigation';
import type { Language, Preferences, Theme } from './usePreferences';
import type { SignedIn } from './useSignedIn';

export interface HeaderProps {
  readonly signedIn: SignedIn;
  readonly preferences: Preferences;
  readonly onSignedOut: () => void;
}

export function Header({ signedIn, preferences, onSignedOut }: HeaderProps) {
  const route = useRoute();
  return (
    <header className="header">
      <div className="header-inner">
        <a className="brand" href="/" onClick={follow('/')}>
          <span aria-hidden="true" className="brand-mark" />
          Harbour
        </a>
        <nav aria-label="Pages" className="nav">
          <a href="/" onClick={follow('/')} aria-current={route === '/outbox' ? undefined : 'page'}>
            Security
          </a>
          <a href="/outbox" onClick={follow('/outbox')} aria-current={route === '/outbox' ? 'page' : undefined}>
            Outbox
          </a>
        </nav>
        <div className="header-end">
          <label>
            <span className="visually-hidden">Theme</span>
            <select value={preferences.theme} onChange={(event) => preferences.setTheme(event.target.value as Theme)}>
              <option value="system">System</option>
              <option value="light">Light</option>
              <option value="dark">Dark</option>
            </select>
          </label>
          <label>
            <span className="visually-hidden">Language</span>
            <select
              value={preferences.language}
              onChange={(event) => preferences.setLanguage(event.target.value as Language)}
            >
              <option value="en">English</option>
              <option value="ar">العربية</option>
            </select>
          </label>
        </div>
      </div>
      {signedIn.status === 'signedIn' && <WhoAmI who={signedIn.who} onSignedOut={onSignedOut} />}
    </header>
  );
}

function WhoAmI({ who, onSignedOut }: { who: Extract<SignedIn, { who: unknown }>['who']; onSignedOut: () => void }) {
  const { signOut } = useSessionSecurity();
  const name = who.user.displayName ?? who.user.contactHint ?? 'You';
  return (
    <section aria-label="Who you are" className="whoami">
      <span aria-hidden="true" className="avatar">
        {initials(name)}
      </span>
      <p>
        Signed in as <strong>{name}</strong>
        {who.user.contactHint !== null && <span className="muted"> · {who.user.contactHint}</span>}
        <span className="muted"> · {who.session.deviceName}</span>
      </p>
      <button
        type="button"
        className="quiet"
        onClick={() => {
          void signOut().then(onSignedOut, () => alert('The server couldn’t be reached, so you are still signed in.'));
        }}
      >
        Sign out
      </button>
    </section>
  );
}

function follow(path: string) {
  return (event: React.MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(path);
  };
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();
}
