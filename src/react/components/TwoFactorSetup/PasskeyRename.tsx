'use client';
/** Another name for a passkey, in place. Enter saves, Escape leaves it as it was. Renders a `<form>`. */
import { useEffect, useId, useRef, useState } from 'react';
import { cleanDeviceName } from '../../../contract/deviceName';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { useTwoFactorPanel } from './TwoFactorContext';
import { twoFactorFailureText } from './twoFactorFailureText';

export interface PasskeyRenameProps {
  readonly passkeyId: string;
  readonly name: string;
  readonly onDone: () => void;
}

export function PasskeyRename({ passkeyId, name: currentName, onDone }: PasskeyRenameProps) {
  const { messages } = useSessionSecurityContext();
  const { setup, actions } = useTwoFactorPanel();
  const [name, setName] = useState(currentName);
  const [isEmpty, setEmpty] = useState(false);
  const [isMending, setMending] = useState(true);
  const inputRef = useRef<HTMLInputElement>(null);
  const id = useId();
  const words = messages.twoFactorSetup;
  const { pending, failed } = setup;
  const isSaving = pending?.change === 'renamePasskey' && pending.passkeyId === passkeyId;
  const failure =
    failed?.change === 'renamePasskey' && failed.passkeyId === passkeyId && !isMending ? failed.failure : undefined;
  const error = isEmpty ? messages.sessions.nameRequired : failure && twoFactorFailureText(failure, messages);

  useEffect(() => {
    inputRef.current?.focus();
    inputRef.current?.select();
  }, []);

  const save = async (): Promise<void> => {
    const cleaned = cleanDeviceName(name);
    setEmpty(cleaned === '');
    setMending(false);
    if (cleaned !== '' && (await actions.rename(passkeyId, cleaned))) return onDone();
    inputRef.current?.focus();
  };

  return (
    <form
      noValidate
      data-slot="passkey-rename"
      className="rss:mt-3"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (!isSaving) void save();
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
            setEmpty(false);
            setMending(true);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
            event.stopPropagation();
            onDone();
          }}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-error`}
          className="rss:min-h-10 rss:min-w-0 rss:flex-1 rss:basis-48 rss:rounded-control rss:border rss:border-line-strong rss:bg-surface rss:px-3 rss:text-body rss:text-ink rss:focus-visible:outline-2 rss:focus-visible:outline-offset-1 rss:focus-visible:outline-ring rss:aria-invalid:border-danger"
        />
        <Button variant="primary" type="submit" pending={isSaving}>
          {messages.common.save}
        </Button>
        <Button onClick={onDone}>{messages.common.cancel}</Button>
      </div>
      <p id={`${id}-error`} role="alert" className="rss:m-0 rss:mt-1 rss:p-0 rss:text-meta rss:text-danger-ink">
        {error}
      </p>
    </form>
  );
}
