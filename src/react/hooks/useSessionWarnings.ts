'use client';
/** What the user is to be warned of (SPEC A12, S9): the headless API behind `SessionWarningBanner`. */
import type { SessionExtension } from '../createSessionWarnings';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { useSessionSnapshot } from './useSessionSnapshot';
import { useStandingWarnings } from './useStandingWarnings';
import type { StandingWarning } from './useStandingWarnings';

/** What `useSessionWarnings` gives. Functions keep their identity. */
export interface UseSessionWarningsResult {
  /** What runs out first stands first. The same array until it changes. */
  readonly warnings: readonly StandingWarning[];
  /** Hides this one, in every component of the provider; the next of its kind is shown again. */
  readonly dismiss: (warningId: string) => void;
  /** The user wants to stay: takes the timeout warning back in all tabs, and tells the server. Never rejects. */
  readonly extend: () => Promise<void>;
  readonly isExtending: boolean;
  /** `failed`: the server could not be told, so the session may still end. It is tried again until it has been. */
  readonly extension: SessionExtension;
}

/** What the user is to be warned of, and what can be done about it. Keeps the session watched while it is mounted. */
export function useSessionWarnings(): UseSessionWarningsResult {
  const { dismiss, extend } = useSessionSecurityContext().kit.warnings;
  const { warnings, extension } = useStandingWarnings(useSessionSnapshot());
  return { warnings, dismiss, extend, isExtending: extension === 'pending', extension };
}
