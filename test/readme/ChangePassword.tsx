/** A form that the host has had all along: it knows its own mutation, and nothing of proof. */
import { trpc } from './trpc';

export function ChangePassword() {
  const change = trpc.auth.changePassword.useMutation();
  return (
    <section aria-label="Password">
      <button type="button" onClick={() => change.mutate({ newPassword: 'nothing like the old one' })}>
        Change password
      </button>
      <p role="status">{change.data && `Changed for ${change.data.changedFor}.`}</p>
      <p role="alert">{change.error?.message}</p>
    </section>
  );
}
