/** What the authenticator apps of the demo's people show now. */
import type { Outbox } from '../../server/createDemoRoutes';
import { useWords } from '../words/CatalogueContext';

export function Authenticators({ authenticators }: Pick<Outbox, 'authenticators'>) {
  const words = useWords().outbox;
  return (
    <section className="card" aria-labelledby="authenticators-title">
      <h2 id="authenticators-title">{words.authenticators}</h2>
      <ul className="plain">
        {authenticators.map(({ displayName, code, secret }) => (
          <li key={displayName} className="row">
            <bdi>{displayName}</bdi>
            <bdi className="code">{code}</bdi>
            <span className="muted">
              {words.secret} <bdi className="mono">{secret}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
