'use client';
/** What a code field does with what comes into it. */
import { useState } from 'react';
import type { ChangeEvent, ComponentPropsWithoutRef } from 'react';
import { codeLength } from '../../../contract/oneTimeCode';
import { readDigits } from '../../readCode';

/** How a code came to be whole: by its last key, or all at once by pasting or autofill. */
export type CodeEntry = 'typed' | 'inserted';

export interface CodeTextInput {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly onComplete: ((code: string, entry: CodeEntry) => void) | undefined;
  readonly shape: 'digits' | 'backup_code';
}

export interface CodeText {
  /** What the field shows: the value, and during composition what is being composed. */
  readonly text: string;
  /** The last thing that was to be entered can't be part of a code. */
  readonly isRefused: boolean;
  readonly fieldProps: Pick<ComponentPropsWithoutRef<'input'>, 'onChange' | 'onCompositionEnd'>;
}

export function useCodeText({ value, onValueChange, onComplete, shape }: CodeTextInput): CodeText {
  const [composed, setComposed] = useState<string>();
  const [isRefused, setRefused] = useState(false);

  const take = (entered: string): void => {
    setComposed(undefined);
    const next = shape === 'backup_code' ? entered.slice(0, longestBackupCode) : readDigits(entered);
    setRefused(next === undefined);
    if (next === undefined || next === value) return;
    onValueChange(next);
    if (shape === 'backup_code' || next.length !== codeLength) return;
    const entry: CodeEntry = enteredCount(value, next) > 1 ? 'inserted' : 'typed';
    onComplete?.(next, entry);
  };

  return {
    text: composed ?? value,
    isRefused,
    fieldProps: {
      /** Input methods write digits in steps: what they have not finished is left alone. */
      onChange({ target, nativeEvent }: ChangeEvent<HTMLInputElement>) {
        if ('isComposing' in nativeEvent && nativeEvent.isComposing === true) setComposed(target.value);
        else take(target.value);
      },
      onCompositionEnd: ({ currentTarget }) => take(currentTarget.value),
    },
  };
}

const longestBackupCode = 64;

/** How many digits came in at once, wherever in the field. */
function enteredCount(before: string, after: string): number {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return after.length - start - end;
}
