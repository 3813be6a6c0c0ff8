/** What a session's end must not take away: a text that is being written. */
import { type SubmitEvent, useEffect, useId, useState } from 'react';
import { getSessionSecurityError, useSessionSecurity, useSessionStatus } from 'react-session-security';
import type { PageProps } from '../PageProps';
import { describeFailure } from '../describeFailure';
import { useCatalogue } from '../words/CatalogueContext';

type Saving =
  | { readonly status: 'idle' | 'pending' | 'saved' }
  | { readonly status: 'failed'; readonly error: unknown };

const address = '/api/demo/note';

export function NotePage({ draft, onDraft }: PageProps) {
  const { words, messages } = useCatalogue();
  const { client } = useSessionSecurity();
  const canMutate = useSessionStatus((session) => session.canMutate);
  const [kept, setKept] = useState('');
  const text = draft ?? kept;
  const [saving, setSaving] = useState<Saving>({ status: 'idle' });
  const id = useId();

  useEffect(() => {
    const read = async (): Promise<void> => {
      const answer = await client.fetch(address);
      if (!answer.ok) return;
      const note = (await answer.json()) as { readonly text: string };
      setKept(note.text);
    };
    read().catch(() => {});
  }, [client]);

  const save = async (): Promise<void> => {
    setSaving({ status: 'pending' });
    try {
      const answer = await client.fetch(address, { method: 'PUT', body: JSON.stringify({ text }) });
      setSaving(answer.ok ? { status: 'saved' } : { status: 'failed', error: await getSessionSecurityError(answer) });
    } catch (error) {
      setSaving({ status: 'failed', error });
    }
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (canMutate && saving.status !== 'pending') void save();
  };
  return (
    <>
      <h1 tabIndex={-1}>{words.note.title}</h1>
      <p className="muted">{words.note.body}</p>
      <form className="card" onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{words.note.label}</label>
          <textarea
            id={id}
            rows={6}
            dir="auto"
            value={text}
            aria-describedby={canMutate ? undefined : `${id}-paused`}
            onChange={(event) => {
              onDraft(event.target.value);
              setSaving({ status: 'idle' });
            }}
          />
        </div>
        <div className="answers">
          <p id={`${id}-paused`} className="muted">
            {!canMutate && words.note.paused}
          </p>
          <p role="status">{saving.status === 'saved' && words.note.saved}</p>
          <button type="submit" className="primary" aria-disabled={!canMutate || saving.status === 'pending'}>
            {words.note.save}
          </button>
        </div>
        <p className="error" role="alert">
          {saving.status === 'failed' && `${words.note.notSaved} ${describeFailure(saving.error, messages)}`}
        </p>
      </form>
    </>
  );
}
