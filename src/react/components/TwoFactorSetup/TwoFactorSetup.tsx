'use client';
/**
 * The user's second factors as a page section: authenticator app, backup codes, passkeys, each with what can be done about it
 * (SPEC F13). One good skin over `useTwoFactorSetup`, which is the headless API. Renders a `<section>`.
 */
import { forwardRef, useCallback, useEffect, useId, useImperativeHandle, useMemo, useRef } from 'react';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { TwoFactorStep } from '../../twoFactorTransition';
import { cn } from '../../ui/cn';
import { LiveRegion } from '../../ui/LiveRegion';
import { TwoFactorBody } from './TwoFactorBody';
import { TwoFactorContext } from './TwoFactorContext';
import type { TwoFactorSetupClassNames } from './TwoFactorContext';
import { TwoFactorDialogs } from './TwoFactorDialogs';
import { useFocusPlace } from './useFocusPlace';
import { useTwoFactorConduct } from './useTwoFactorConduct';

/** Everything is optional. What is not listed here goes to the `<section>`. */
export interface TwoFactorSetupProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  readonly classNames?: TwoFactorSetupClassNames | undefined;
  /** @default "Second factor", in the provider's language */
  readonly heading?: ReactNode;
  /** @default 2 */
  readonly headingLevel?: 1 | 2 | 3 | 4 | undefined;
}

const tags = { 1: 'h1', 2: 'h2', 3: 'h3', 4: 'h4' } as const;
const noClassNames: TwoFactorSetupClassNames = {};

/**
 * Where the user sets a second factor up and takes it away: authenticator app with its QR code and backup codes, and passkeys.
 * Each change has the user confirm who they are first, by the `StepUpDialog` that you put inside the provider. Renders a
 * `<section>` whose `data-state` is `loading`, `error`, `signed-out` or `ready`, and `data-step` where setting up stands.
 *
 * @example
 * <SessionSecurityProvider url="/api/trpc"><TwoFactorSetup /><StepUpDialog /></SessionSecurityProvider>
 */
export const TwoFactorSetup = forwardRef<HTMLElement, TwoFactorSetupProps>(function TwoFactorSetup(
  { classNames = noClassNames, heading, headingLevel = 2, className, ...rest },
  ref,
) {
  const { messages, rootAttributes } = useSessionSecurityContext();
  const { setup, actions, announcement, dialogs } = useTwoFactorConduct();
  const sectionRef = useRef<HTMLElement>(null);
  const headingRef = useRef<HTMLHeadingElement>(null);
  const placeRef = useRef<HTMLElement>(null);
  const headingId = useId();
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => sectionRef.current);
  const goToPlace = useFocusPlace(sectionRef, () => placeRef.current ?? headingRef.current);
  const stepRef = useCallback((element: HTMLElement | null) => {
    placeRef.current = element;
  }, []);

  const place = placeOf(setup.step.status);
  const lastPlaceRef = useRef(place);
  useEffect(() => {
    if (lastPlaceRef.current === place) return;
    lastPlaceRef.current = place;
    goToPlace();
  }, [place, goToPlace]);

  const panel = useMemo(
    () => ({ setup, actions, classNames, level: headingLevel, stepRef }),
    [setup, actions, classNames, headingLevel, stepRef],
  );
  const words = messages.twoFactorSetup;
  const Heading = tags[headingLevel];

  return (
    <TwoFactorContext.Provider value={panel}>
      <section
        aria-labelledby={headingId}
        {...rest}
        {...rootAttributes}
        ref={sectionRef}
        data-slot="two-factor-setup"
        data-state={setup.status}
        data-step={setup.step.status}
        aria-busy={setup.status === 'loading'}
        className={cn(
          'rss:@container rss:flex rss:w-full rss:max-w-[45rem] rss:flex-col rss:gap-4 rss:text-ink',
          className,
        )}
      >
        <div>
          <Heading
            ref={headingRef}
            id={headingId}
            tabIndex={-1}
            className={cn(
              'rss:m-0 rss:p-0 rss:font-kit rss:text-page rss:font-semibold rss:text-ink rss:outline-none!',
              'rss:focus-visible:outline-2 rss:focus-visible:outline-offset-2 rss:focus-visible:outline-ring',
              classNames.heading,
            )}
          >
            {heading ?? words.heading}
          </Heading>
          <p className={cn('rss:m-0 rss:p-0 rss:text-muted rss:text-pretty', classNames.intro)}>{words.intro}</p>
        </div>
        <TwoFactorBody />
        <LiveRegion announcement={announcement} />
      </section>
      <TwoFactorDialogs {...dialogs} fallbackFocus={() => headingRef.current} />
    </TwoFactorContext.Provider>
  );
});

/** Steps that are one and the same place have one name. */
function placeOf(status: TwoFactorStep['status']): string {
  if (status === 'beginning') return 'idle';
  return status === 'confirming' ? 'scan' : status;
}
