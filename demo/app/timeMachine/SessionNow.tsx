/** What the engine knows of this session: how it stands, and what runs out when. */
import { useEffect, useState } from 'react';
import { SessionStatusBadge, useSessionSecurity } from 'react-session-security';
import { useCatalogue } from '../words/CatalogueContext';
import { formatUntil } from './formatUntil';

export function SessionNow() {
  const { language, words } = useCatalogue();
  const { warnAt, endsAt, now } = useTimes();
  const facts = [
    ['warning', warnAt],
    ['end', endsAt],
  ] as const;
  return (
    <section className="card" aria-labelledby="session-now-title">
      <div className="row spread">
        <h2 id="session-now-title">{words.timeMachine.now}</h2>
        <SessionStatusBadge />
      </div>
      {endsAt === undefined ? (
        <p className="muted">{words.timeMachine.none}</p>
      ) : (
        <dl className="facts">
          {facts.map(([name, at]) => (
            <div key={name}>
              <dt className="muted">{words.timeMachine.facts[name]}</dt>
              <dd>{formatUntil(at ?? endsAt, now, language)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** Looked at once a second: these move with every input, so the engine tells nobody of them. */
function useTimes() {
  const { engine } = useSessionSecurity().client;
  const [times, setTimes] = useState({ ...engine.limits(), now: engine.now() });
  useEffect(() => {
    const look = (): void => setTimes({ ...engine.limits(), now: engine.now() });
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [engine]);
  return times;
}
