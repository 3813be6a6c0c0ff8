/** Nobody knows who is signed in: the server didn't answer. */
import { useCatalogue } from './words/CatalogueContext';

export function Unreachable({ onRetry }: { onRetry: () => void }) {
  const { words, messages } = useCatalogue();
  return (
    <section className="card question">
      <h1 tabIndex={-1}>{words.frame.unreachable}</h1>
      <p>{messages.failures.unreachable}</p>
      <div className="answers">
        <button type="button" className="primary" onClick={onRetry}>
          {words.frame.retry}
        </button>
      </div>
    </section>
  );
}
