/** The switch between the limits, as a group of two. */
import { limitsNames } from '../../server/limitsNames';
import { describeFailure } from '../describeFailure';
import { useCatalogue } from '../words/CatalogueContext';
import { useLimitsOfServer } from './useLimitsOfServer';

export function LimitsChoice() {
  const catalogue = useCatalogue();
  const words = catalogue.words.timeMachine;
  const { limits, failure, change } = useLimitsOfServer();
  return (
    <fieldset className="card choices">
      <legend>{words.limits}</legend>
      {limitsNames.map((name) => (
        <div key={name} className="choice">
          <input
            id={`limits-${name}`}
            type="radio"
            name="limits"
            value={name}
            checked={limits === name}
            disabled={limits === undefined}
            aria-describedby={`about-${name}`}
            onChange={() => void change(name)}
          />
          <div>
            <label htmlFor={`limits-${name}`}>{words.choices[name].name}</label>
            <p id={`about-${name}`} className="muted">
              {words.choices[name].about}
            </p>
          </div>
        </div>
      ))}
      <p role="alert" className="error">
        {failure !== undefined && describeFailure(failure.error, catalogue.messages)}
      </p>
    </fieldset>
  );
}
