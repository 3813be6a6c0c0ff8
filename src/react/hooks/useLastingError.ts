'use client';
/** The cache forgets an error as soon as it tries again; what is on screen, and has the focus, must not. */
import { useState } from 'react';
import type { SessionFailure } from '../sessionFailure';

export function useLastingError(error: SessionFailure | undefined, isTryingAgain: boolean): SessionFailure | undefined {
  const [last, setLast] = useState(error);
  const lasting = error ?? (isTryingAgain ? last : undefined);
  if (lasting !== last) setLast(lasting);
  return lasting;
}
