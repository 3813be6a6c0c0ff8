'use client';
/**
 * The field for the password that the user has now (R52): password managers fill it in, pasting works, and its text can be
 * looked at. The text is nowhere but in the field. Renders a `<div>`.
 */
import { useId, useState } from 'react';
import type { RefObject } from 'react';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { Button } from '../../ui/Button';
import { cn } from '../../ui/cn';

export interface PasswordInputProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** The user has begun to change it. */
  readonly onEdit: () => void;
  /** What is wrong and what to do. */
  readonly error: string | undefined;
  /** It is being checked. */
  readonly readOnly: boolean;
  readonly className: string | undefined;
}

export function PasswordInput({ inputRef, onEdit, error, readOnly, className }: PasswordInputProps) {
  const words = useSessionSecurityContext().messages.stepUp;
  const [isShown, setShown] = useState(false);
  const id = useId();
  const isInvalid = error !== undefined;
  // What was shown once is hidden again before it is sent, or it could be kept as text.
  if (readOnly && isShown) setShown(false);
  return (
    <div data-slot="password-input" data-state={isInvalid ? 'invalid' : 'idle'} className="rss:min-w-0">
      <label htmlFor={id} className="rss:block rss:text-body rss:font-medium rss:text-ink rss:text-pretty">
        {words.password}
      </label>
      <div
        data-slot="password-field"
        className={cn(
          'rss:mt-1.5 rss:flex rss:items-center rss:rounded-control rss:border rss:bg-surface rss:text-ink',
          'rss:has-[input:focus]:outline-2 rss:has-[input:focus]:outline-offset-2 rss:has-[input:focus]:outline-ring',
          isInvalid ? 'rss:border-danger' : 'rss:border-line-strong',
          isInvalid && 'rss:animate-[rss-shake_calc(var(--rss-motion)*2)_ease-out]',
          className,
        )}
      >
        <input
          ref={inputRef}
          id={id}
          type={isShown ? 'text' : 'password'}
          readOnly={readOnly}
          autoComplete="current-password"
          autoCapitalize="none"
          autoCorrect="off"
          // Browsers may send what they check.
          spellCheck={false}
          aria-invalid={isInvalid}
          aria-describedby={isInvalid ? `${id}-error` : undefined}
          onChange={onEdit}
          className="rss:h-11 rss:min-w-0 rss:flex-1 rss:px-3 rss:text-body rss:outline-none!"
        />
        <Button
          variant="ghost"
          shape="row"
          aria-label={isShown ? words.hidePassword : words.showPassword}
          aria-controls={id}
          className="rss:me-px"
          onClick={() => setShown(!isShown)}
        >
          {isShown ? words.hide : words.show}
        </Button>
      </div>
      <p
        id={`${id}-error`}
        role="alert"
        className="rss:m-0 rss:mt-1 rss:min-h-[1.125rem] rss:p-0 rss:text-meta rss:text-danger-ink rss:text-pretty"
      >
        {error}
      </p>
    </div>
  );
}
