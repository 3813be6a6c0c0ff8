'use client';
/** Something that is shown only to somebody who has lately shown who they are, and a card in its place until then (R49). */
import { forwardRef, useCallback, useImperativeHandle, useRef } from 'react';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import type { SensitiveActionType } from '../../../contract/sensitiveAction';
import { useStepUpGate } from '../../hooks/useStepUpGate';
import type { UseStepUpGateResult } from '../../hooks/useStepUpGate';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import { LiveRegion } from '../../ui/LiveRegion';
import { GateCard } from './GateCard';
import { useGateFocus } from './useGateFocus';
import { useSpokenGate } from './useSpokenGate';

/** What is not listed here goes to the `<div>`. */
export interface StepUpGateProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** Which of the server's rules says what proof is asked for. @default 'security_settings' */
  readonly actionType?: SensitiveActionType | undefined;
  /** What is behind it: "Backup codes". @default "Confirm it’s you", in the provider's language */
  readonly heading?: ReactNode;
  /** @default 3 */
  readonly headingLevel?: 2 | 3 | 4 | undefined;
  /** @default a sentence on why it is hidden */
  readonly description?: ReactNode;
  /** Drawn in the card's place while it is not open. Call `confirm` from a button. */
  readonly fallback?: ((gate: UseStepUpGateResult) => ReactNode) | undefined;
  /** As a function, it is not even made while the gate is closed. */
  readonly children: ReactNode | (() => ReactNode);
  readonly classNames?: StepUpGateClassNames | undefined;
}

/** Class names for single parts, after the kit's own. */
export interface StepUpGateClassNames {
  readonly card?: string | undefined;
  readonly heading?: string | undefined;
  readonly description?: string | undefined;
  readonly confirm?: string | undefined;
}

/**
 * Shows its children while the user's proof is fresh, and a card that asks for it until then. When the proof ends, what was
 * shown leaves the page with its state, so keep a draft above the gate; a form needs none, as its own call asks by itself.
 *
 * **This hides, it does not protect.** The server decides what it sends: what must not be seen without proof has to be refused
 * there. Needs a `TwoFactorModal` and a `StepUpDialog` on the page, which ask. Renders a `<div>` whose `data-state` is `checking`,
 * `closed`, `confirming`, `open`, `failed` or `signed-out`.
 *
 * @example
 * <StepUpGate heading="Recovery address"><RecoveryAddress /></StepUpGate>
 */
export const StepUpGate = forwardRef<HTMLDivElement, StepUpGateProps>(function StepUpGate(
  { actionType, heading, headingLevel = 3, description, fallback, children, classNames, className, ...rest },
  ref,
) {
  const { rootAttributes } = useSessionSecurityContext();
  const gate = useStepUpGate({ actionType });
  const rootRef = useRef<HTMLDivElement>(null);
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => rootRef.current);
  const isOpen = gate.status === 'open';
  const leaveFocus = useGateFocus(rootRef, isOpen);
  const announcement = useSpokenGate(gate.status);
  const { confirm: prove } = gate;
  const confirm = useCallback(async () => {
    leaveFocus();
    await prove();
  }, [leaveFocus, prove]);
  const shown = { ...gate, confirm };
  return (
    <div
      {...rest}
      {...rootAttributes}
      ref={rootRef}
      tabIndex={-1}
      data-slot="step-up-gate"
      data-state={gate.status}
      className={cn('rss:outline-none!', className)}
    >
      {isOpen && (typeof children === 'function' ? children() : children)}
      {!isOpen &&
        (fallback === undefined ? (
          <GateCard
            gate={shown}
            heading={heading}
            headingLevel={headingLevel}
            description={description}
            classNames={classNames}
          />
        ) : (
          fallback(shown)
        ))}
      <LiveRegion announcement={announcement} />
    </div>
  );
});
