/** Brand, pages, preferences, and who is signed in. */
import { follow, usePlace } from './navigation';
import { homePath, pages, signInPath, type PageEntry } from './pages';
import type { Language, Preferences, Theme } from './usePreferences';
import type { SignedIn } from './useSignedIn';
import { WhoAmI } from './WhoAmI';
import { useWords } from './words/CatalogueContext';

export interface HeaderProps {
  readonly signedIn: SignedIn;
  readonly preferences: Preferences;
  readonly onSignedOut: () => void;
}

export function Header({ signedIn, preferences, onSignedOut }: HeaderProps) {
  const words = useWords();
  const isAdministrator = signedIn.status === 'signedIn' && signedIn.who.user.roles.includes('admin');
  const account = pages.filter(
    ({ group, menu }) => group === 'account' && (menu === undefined || (menu === 'administrators' && isAdministrator)),
  );
  const backstage = pages.filter(({ group }) => group === 'backstage');
  return (
    <header className="header">
      <div className="header-inner">
        <a className="brand" href={homePath} onClick={follow(homePath)}>
          <span aria-hidden="true" className="brand-mark" />
          {words.brand}
        </a>
        <nav aria-label={words.frame.pages} className="nav">
          {signedIn.status === 'signedIn' ? (
            <PageLinks entries={account} />
          ) : (
            <PageLink href={signInPath} name={words.pages.signIn} />
          )}
          <span aria-hidden="true" className="nav-line" />
          <PageLinks entries={backstage} />
        </nav>
        <PreferencePickers {...preferences} />
      </div>
      {signedIn.status === 'signedIn' && <WhoAmI who={signedIn.who} onSignedOut={onSignedOut} />}
    </header>
  );
}

function PageLinks({ entries }: { entries: readonly PageEntry[] }) {
  const words = useWords();
  return entries.map(({ name, path }) => <PageLink key={name} href={path} name={words.pages[name]} />);
}

function PageLink({ href, name }: { href: string; name: string }) {
  const { path } = usePlace();
  return (
    <a href={href} onClick={follow(href)} aria-current={path === href ? 'page' : undefined}>
      {name}
    </a>
  );
}

function PreferencePickers({ theme, language, setTheme, setLanguage }: Preferences) {
  const words = useWords().frame;
  return (
    <div className="header-end">
      <label>
        <span className="visually-hidden">{words.theme}</span>
        <select value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
          <option value="system">{words.themes.system}</option>
          <option value="light">{words.themes.light}</option>
          <option value="dark">{words.themes.dark}</option>
        </select>
      </label>
      <label>
        <span className="visually-hidden">{words.language}</span>
        <select value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
          <option value="en" lang="en">
            English
          </option>
          <option value="ar" lang="ar">
            العربية
          </option>
        </select>
      </label>
    </div>
  );
}
