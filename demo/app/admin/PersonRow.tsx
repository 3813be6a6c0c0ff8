/** One person, their role, and the button that changes it. Nobody changes their own. */
import type { Person } from '../../server/people';
import { useWords } from '../words/CatalogueContext';
import { type Role, roleOf, roles } from './RoleChange';

export interface PersonRowProps {
  readonly person: Person;
  readonly isPossible: boolean;
  readonly onChange: (newRole: Role) => void;
}

export function PersonRow({ person, isPossible, onChange }: PersonRowProps) {
  const words = useWords().admin;
  const role = roleOf(person.roles);
  return (
    <li className="person">
      <p>
        <strong>
          <bdi>{person.displayName}</bdi>
        </strong>
        <span className="muted">
          <bdi dir="ltr">{person.contact}</bdi> · {words.roles[role]}
        </span>
      </p>
      {person.isYou && <span className="muted">{words.you}</span>}
      {!person.isYou &&
        roles
          .filter((other) => other !== role)
          .map((other) => (
            <button
              key={other}
              type="button"
              className="quiet"
              aria-disabled={!isPossible}
              onClick={() => isPossible && onChange(other)}
            >
              {words.makes[other]}
              <span className="visually-hidden">: {person.displayName}</span>
            </button>
          ))}
    </li>
  );
}
