/** A new password. The other devices are signed out with it, unless one says otherwise. */
import { useSessionSecurity } from 'react-session-security';
import { Field } from '../signIn/Field';
import { useWords } from '../words/CatalogueContext';
import { AccountForm, type FieldProblem } from './AccountForm';
import { refusalOf } from './refusalOf';
import { textOf } from './textOf';
import { useAccountChange } from './useAccountChange';

export function ChangePassword() {
  const words = useWords().account.password;
  const { client, refreshSessions } = useSessionSecurity();
  const { change, run, forget } = useAccountChange<{ readonly revokedCount: number }>();
  const problem = problemNow();

  const save = (form: HTMLFormElement): void => {
    const input = {
      currentPassword: textOf(form, 'currentPassword'),
      newPassword: textOf(form, 'newPassword'),
      revokeOtherSessions: textOf(form, 'revokeOthers') === 'on',
    };
    void run(
      () => client.call('auth.changePassword', input),
      () => {
        form.reset();
        void refreshSessions();
      },
    );
  };
  return (
    <AccountForm
      title={words.title}
      submit={words.submit}
      change={change}
      done={change.status === 'done' ? words.done(change.result.revokedCount) : ''}
      problem={problem}
      onSubmit={save}
      onInput={forget}
    >
      <Field
        label={words.current}
        name="currentPassword"
        type="password"
        dir="ltr"
        autoComplete="current-password"
        error={problem?.field === 'currentPassword' ? problem.text : undefined}
      />
      <Field
        label={words.next}
        hint={words.hint}
        name="newPassword"
        type="password"
        dir="ltr"
        autoComplete="new-password"
        minLength={8}
        maxLength={1024}
        error={problem?.field === 'newPassword' ? problem.text : undefined}
      />
      <label className="check">
        <input type="checkbox" name="revokeOthers" defaultChecked /> {words.revokeOthers}
      </label>
    </AccountForm>
  );

  function problemNow(): FieldProblem | undefined {
    const refusal = refusalOf(change);
    if (refusal?.errorCode === 'INVALID_CREDENTIALS') return { field: 'currentPassword', text: words.wrong };
    return refusal?.reason === 'same_password' ? { field: 'newPassword', text: words.same } : undefined;
  }
}
