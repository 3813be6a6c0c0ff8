'use client';
/** Where the host's form stands. Takes the focus when it comes, because the user has just asked for it. Renders a `<div>`. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

const focusable = 'input:not([type=hidden]), select, textarea, button, a[href], [tabindex]';

export function SignInSlot({ children }: { readonly children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const slot = ref.current;
    if (slot !== null && !slot.contains(slot.ownerDocument.activeElement)) {
      slot.querySelector<HTMLElement>(focusable)?.focus();
    }
  }, []);
  return (
    <div ref={ref} data-slot="sign-in" className="rss:mt-3 rss:ps-8">
      {children}
    </div>
  );
}
