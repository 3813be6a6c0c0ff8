'use client';
/** The newest value of a prop for callbacks that outlive a render, so that callers need not memoise theirs. */
import { useInsertionEffect, useRef } from 'react';
import type { RefObject } from 'react';

export function useLatest<Value>(value: Value): Readonly<RefObject<Value>> {
  const ref = useRef(value);
  /** Before any layout effect or event of this commit can read it; never during render. */
  useInsertionEffect(() => {
    ref.current = value;
  });
  return ref;
}
