'use client';
/** One field for a one-time code (SPEC F7, R104–R107): what is pasted or filled in may have spaces, dashes and any digits. */
import { forwardRef, useId } from 'react';
import type { ComponentPropsWithoutRef, ReactNode, Ref } from 'react';
import { codeLength } from '../../../contract/oneTimeCode';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import { DigitSlots } from './DigitSlots';
import { useCodeText } from './useCodeText';
import type { CodeEntry } from './useCodeText';

/** What is not listed here goes to the `<div>` around label and field. */
export interface CodeInputProps extends Omit<ComponentPropsWithoutRef<'div'>, 'onChange' | 'children'> {
  /** Over the field, for everybody to see (R107). */
  readonly label: ReactNode;
  /** What the field shows: for `digits` never more than six ASCII digits. */
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  /** All six digits are there. Once for each change that completed them. Never called for a backup code. */
  readonly onComplete?: ((code: string, entry: CodeEntry) => void) | undefined;
  /** `backup_code` takes letters and digits as they come, and is not filled in by the phone. @default 'digits' */
  readonly shape?: 'digits' | 'backup_code' | undefined;
  /** Under the field; say here what entering the last digit does (WCAG 3.2.2). */
  readonly hint?: ReactNode;
  /** What is wrong and what to do. Announced once; the text stays, for the caller to select. */
  readonly error?: ReactNode;
  /** It is being checked: can't be changed, keeps the focus. @default false */
  readonly readOnly?: boolean | undefined;
  readonly inputRef?: Ref<HTMLInputElement> | undefined;
  readonly classNames?: CodeInputClassNames | undefined;
}

/** Class names for single parts, after the kit's own. */
export interface CodeInputClassNames {
  readonly label?: string | undefined;
  readonly field?: string | undefined;
  readonly input?: string | undefined;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

const digitsLook =
  // Each letter is as wide as a slot. The field is wider than what is seen of it, or it would scroll after the last one.
  'rss:relative rss:h-12 rss:w-[calc(var(--rss-slot)*7)] rss:ps-[calc((var(--rss-slot)-1ch)/2)] rss:font-code ' +
  'rss:text-page rss:tracking-[calc(var(--rss-slot)-1ch)] rss:tabular-nums rss:outline-none!';
const backupLook = 'rss:h-12 rss:w-full rss:px-3 rss:font-code rss:text-title rss:outline-none!';

/**
 * One field for a one-time code: six slots drawn under one real input, so that pasting, autofill, undo and screen readers
 * work as in any other. What can't belong to a code is refused and told, and what stood there stays. Renders a `<div>` whose
 * `data-state` is `empty`, `partial`, `complete` or `invalid`.
 *
 * @example
 * <CodeInput label="Code" value={code} onValueChange={setCode} onComplete={(whole) => submit(whole)} />
 */
export const CodeInput = forwardRef<HTMLDivElement, CodeInputProps>(function CodeInput(
  {
    label,
    value,
    onValueChange,
    onComplete,
    shape = 'digits',
    hint,
    error,
    readOnly = false,
    inputRef,
    classNames,
    className,
    ...rest
  },
  ref,
) {
  const { messages, rootAttributes } = useSessionSecurityContext();
  const { text, isRefused, fieldProps } = useCodeText({ value, onValueChange, onComplete, shape });
  const id = useId();
  const problem = isRefused ? messages.twoFactor.onlyDigits : error;
  const isInvalid = problem !== undefined && problem !== null && problem !== '';
  const isDigits = shape === 'digits';
  return (
    <div
      {...rest}
      {...rootAttributes}
      ref={ref}
      data-slot="code-input"
      data-state={stateOf(isInvalid, text, isDigits)}
      className={cn('rss:@container rss:w-full rss:min-w-0', className)}
    >
      <label
        htmlFor={id}
        className={cn('rss:block rss:text-body rss:font-medium rss:text-ink rss:text-pretty', classNames?.label)}
      >
        {label}
      </label>
      <div
        data-slot="code-field"
        dir="ltr"
        className={cn(
          'rss:relative rss:mt-1.5 rss:overflow-hidden rss:rounded-control rss:border rss:bg-surface rss:text-ink rss:[--rss-slot:min(2.75rem,calc((100cqi-2px)/6))]',
          'rss:focus-within:outline-2 rss:focus-within:outline-offset-2 rss:focus-within:outline-ring',
          isDigits && 'rss:w-[calc(var(--rss-slot)*6+2px)]',
          isInvalid ? 'rss:border-danger' : 'rss:border-line-strong',
          error !== undefined && !isRefused && 'rss:animate-[rss-shake_calc(var(--rss-motion)*2)_ease-out]',
          classNames?.field,
        )}
      >
        {isDigits && <DigitSlots count={codeLength} isInvalid={isInvalid} />}
        <input
          {...fieldProps}
          ref={inputRef}
          id={id}
          type="text"
          value={text}
          readOnly={readOnly}
          autoComplete={isDigits ? 'one-time-code' : 'off'}
          inputMode={isDigits ? 'numeric' : 'text'}
          autoCapitalize={isDigits ? 'none' : 'characters'}
          spellCheck={false}
          aria-invalid={isInvalid}
          aria-describedby={cn(isInvalid && `${id}-error`, hint !== undefined && `${id}-hint`)}
          className={cn(isDigits ? digitsLook : backupLook, classNames?.input)}
        />
      </div>
      {hint !== undefined && (
        <p
          id={`${id}-hint`}
          className={cn('rss:m-0 rss:mt-1.5 rss:p-0 rss:text-meta rss:text-muted rss:text-pretty', classNames?.hint)}
        >
          {hint}
        </p>
      )}
      <p
        id={`${id}-error`}
        role="alert"
        className={cn(
          'rss:m-0 rss:mt-1 rss:min-h-[1.125rem] rss:p-0 rss:text-meta rss:text-danger-ink rss:text-pretty',
          classNames?.error,
        )}
      >
        {problem}
      </p>
    </div>
  );
});

function stateOf(isInvalid: boolean, text: string, isDigits: boolean): 'empty' | 'partial' | 'complete' | 'invalid' {
  if (isInvalid) return 'invalid';
  if (text === '') return 'empty';
  return isDigits && text.length === codeLength ? 'complete' : 'partial';
}
