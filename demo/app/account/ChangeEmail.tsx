/** Another address to sign in with. The old one is told. */
import { isolated } from '../words/isolated';
import { Field } from '../signIn/Field';
import { useWords } from '../words/CatalogueContext';
import { AccountForm } from './AccountForm';
import { refusalOf } from './refusalOf';
import { textOf } from './textOf';
import { useAccountChange } from './useAccountChange';
import { emailChange } from './resumableChanges';
import { useResumableChange } from './useResumableChange';

export interface ChangeEmailProps {
  readonly onChanged: () => void;
}

export function ChangeEmail({ onChanged }: ChangeEmailProps) {
  const words = useWords().account.email;
  const changeEmail = useResumableChange(emailChange);
  const { change, run, forget } = useAccountChange<{ readonly email: string }>();
  const reason = refusalOf(change)?.reason;
  const text = reason === undefined ? undefined : (words.problems as Readonly<Record<string, string>>)[reason];

  const save = (form: HTMLFormElement): void => {
    const newEmail = textOf(form, 'newEmail');
    void run(
      () => changeEmail({ newEmail }),
      () => {
        form.reset();
        onChanged();
      },
    );
  };
  return (
    <AccountForm
      title={words.title}
      body={words.body}
      submit={words.submit}
      change={change}
      done={change.status === 'done' ? words.done(isolated(change.result.email)) : ''}
      problem={text === undefined ? undefined : { field: 'newEmail', text }}
      onSubmit={save}
      onInput={forget}
    >
      <Field label={words.label} name="newEmail" type="email" dir="ltr" autoComplete="email" error={text} />
    </AccountForm>
  );
}
