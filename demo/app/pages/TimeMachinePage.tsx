/** Sessions that end while you watch: short limits, what to try, and how this session stands. Only a demo has it. */
import { LimitsChoice } from '../timeMachine/LimitsChoice';
import { SessionNow } from '../timeMachine/SessionNow';
import { SignOutFromElsewhere } from '../timeMachine/SignOutFromElsewhere';
import { tries } from '../timeMachine/tries';
import { useWords } from '../words/CatalogueContext';

export function TimeMachinePage() {
  const words = useWords().timeMachine;
  return (
    <>
      <h1 tabIndex={-1}>{words.title}</h1>
      <p className="muted">{words.body}</p>
      <LimitsChoice />
      <SessionNow />
      <section className="card" aria-labelledby="tries-title">
        <h2 id="tries-title">{words.watch}</h2>
        <ol className="tries">
          {tries.map((name) => (
            <li key={name}>
              <h3>{words.tries[name].title}</h3>
              <p>{words.tries[name].body}</p>
              {name === 'tabs' && (
                <a className="link" href="/note" target="_blank" rel="noreferrer">
                  {words.openTab}
                </a>
              )}
              {name === 'revoke' && <SignOutFromElsewhere />}
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}
