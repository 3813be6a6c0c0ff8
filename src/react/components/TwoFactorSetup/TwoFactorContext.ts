'use client';
/** What the parts of the panel share. */
import { createContext, useContext } from 'react';
import type { RefCallback } from 'react';
import type { Passkey } from '../../../contract/passkey';
import type { UseTwoFactorSetupResult } from '../../hooks/useTwoFactorSetup';

export type TwoFactorQuestion =
  | { readonly kind: 'turnOff' }
  | { readonly kind: 'newCodes' }
  | { readonly kind: 'removePasskey'; readonly passkey: Passkey };

export interface TwoFactorPanelActions {
  readonly ask: (question: TwoFactorQuestion) => void;
  readonly setUp: () => void;
  readonly confirm: (code: string) => void;
  readonly addPasskey: () => void;
  /** Resolves with whether it has another name now. */
  readonly rename: (passkeyId: string, name: string) => Promise<boolean>;
  readonly acknowledgeCodes: () => void;
  readonly cancel: () => void;
}

export interface TwoFactorPanel {
  readonly setup: UseTwoFactorSetupResult;
  readonly actions: TwoFactorPanelActions;
  readonly classNames: TwoFactorSetupClassNames;
  /** Of the panel's heading; those of the cards are one below. */
  readonly level: 1 | 2 | 3 | 4;
  /** For what takes the focus when a step begins. */
  readonly stepRef: RefCallback<HTMLElement>;
}

/** Class names for single parts, after the kit's own. */
export interface TwoFactorSetupClassNames {
  readonly heading?: string | undefined;
  readonly intro?: string | undefined;
  readonly card?: string | undefined;
  readonly cardTitle?: string | undefined;
  readonly badge?: string | undefined;
  readonly qrCode?: string | undefined;
  readonly secret?: string | undefined;
  readonly backupCodes?: string | undefined;
  readonly passkey?: string | undefined;
}

export const TwoFactorContext = createContext<TwoFactorPanel | null>(null);

export function useTwoFactorPanel(): TwoFactorPanel {
  const panel = useContext(TwoFactorContext);
  if (panel === null) throw new Error('react-session-security: a part of TwoFactorSetup stands outside of it.');
  return panel;
}
