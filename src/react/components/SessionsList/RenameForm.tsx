'use client';
/** A new name for a device, in place. Enter saves, Escape leaves it as it was. Renders a `<form>`. */
import { useEffect, useId, useRef, useState } from 'react';
import { cleanDeviceName } from '../../../contract/deviceName';
import type { SessionSecurityErrorCause } from '../../../contract/errors';
import type { SessionInfo } from '../../../contract/session';
import { failureText } from '../../failureText';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { useSessionsListContext } from './SessionsListContext';
import { wantedProof } from './wantedProof';

export interface RenameFormProps {
  readonly session: SessionInfo;
  readonly currentName: string;
  readonly takesFocus: boolean;
  readonly onDone: () => void;
}

interface RenameState {
  readonly status: 'editing' | 'saving';
  readonly error?: string;
  /** What the server wants before it renames another device. */
  readonly proof?: SessionSecurityErrorCause;
}

export function RenameForm({ session, currentName, takesFocus, onDone }: RenameFormProps) {
  const { messages } = useSessionSecurityContext();
  const { actions, canVerify, drafts } = useSessionsListContext();
  const [name, setName] = useState(() => drafts.get(session.id) ?? currentName);
  const [state, setState] = useState<RenameState>({ status: 'editing' });
  const inputRef = useRef<HTMLInputElement>(null);
  const id = useId();
  const words = messages.sessions;

  useEffect(() => {
    if (!takesFocus) return;
    inputRef.current?.focus();
    inputRef.current?.select();
  }, [takesFocus]);

  const save = async () => {
    if (state.status === 'saving') return;
    const cleaned = cleanDeviceName(name);
    if (cleaned === '') {
      setState({ status: 'editing', error: words.nameRequired });
      inputRef.current?.focus();
      return;
    }
    setState({ status: 'saving' });
    const outcome = await actions.rename(session, cleaned);
    if (outcome.status === 'renamed') return onDone();
    const proof = wantedProof(outcome.failure);
    const hint = proof !== undefined && !canVerify ? ` ${words.verifyBySigningIn}` : '';
    setState({ status: 'editing', error: failureText(outcome.failure, messages) + hint, ...(proof && { proof }) });
    inputRef.current?.focus();
  };
  const { proof } = state;

  return (
    <form
      data-slot="rename-form"
      data-state={state.error === undefined ? state.status : 'error'}
      noValidate
      className="rss:mt-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label htmlFor={id} className="rss:block rss:font-medium">
        {words.nameLabel}
      </label>
      <div className="rss:mt-1.5 rss:flex rss:flex-wrap rss:gap-2">
        <input
          ref={inputRef}
          id={id}
          dir="auto"
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            drafts.set(session.id, event.target.value);
            if (state.error !== undefined) setState({ status: 'editing' });
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
            event.stopPropagation();
            onDone();
          }}
          aria-invalid={state.error !== undefined}
          aria-describedby={`${id}-hint ${id}-error`}
          className="rss:min-h-10 rss:min-w-0 rss:flex-1 rss:basis-48 rss:rounded-control rss:border rss:border-line-strong rss:bg-surface rss:px-3 rss:text-body rss:text-ink rss:focus-visible:outline-2 rss:focus-visible:outline-offset-1 rss:focus-visible:outline-ring rss:aria-invalid:border-danger"
        />
        <Button variant="primary" type="submit" pending={state.status === 'saving'}>
          {messages.common.save}
        </Button>
        <Button onClick={onDone}>{messages.common.cancel}</Button>
      </div>
      <p id={`${id}-hint`} className="rss:m-0 rss:mt-1.5 rss:p-0 rss:text-meta rss:text-muted">
        {words.nameHint}
      </p>
      <p id={`${id}-error`} role="alert" className="rss:m-0 rss:p-0 rss:text-meta rss:text-danger-ink">
        {state.error}
      </p>
      {proof !== undefined && canVerify && (
        <Button onClick={() => actions.prove(proof, session, () => void save())}>{words.verify}</Button>
      )}
    </form>
  );
}
