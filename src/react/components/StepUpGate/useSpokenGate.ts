'use client';
/** What somebody who can't see the gate is told: that it opened to their proof, and that it closed. What was so at first is no news. */
import { useState } from 'react';
import type { StepUpGateStatus } from '../../hooks/useStepUpGate';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import type { Announcement } from '../../ui/LiveRegion';

interface Heard {
  readonly status: StepUpGateStatus;
  readonly wasOpen: boolean;
  readonly announcement: Announcement | undefined;
}

export function useSpokenGate(status: StepUpGateStatus): Announcement | undefined {
  const { verification: words } = useSessionSecurityContext().messages;
  const [heard, setHeard] = useState<Heard>({ status, wasOpen: status === 'open', announcement: undefined });
  if (status !== heard.status) setHeard(hear(heard));
  return heard.announcement;

  function hear({ status: before, wasOpen, announcement }: Heard): Heard {
    const say = (text: string): Announcement => ({ id: (announcement?.id ?? 0) + 1, text });
    if (status === 'open') {
      const isNews = before === 'closed' || before === 'confirming';
      return { status, wasOpen: true, announcement: isNews ? say(words.gateOpened) : announcement };
    }
    if (status === 'closed' && wasOpen) return { status, wasOpen: false, announcement: say(words.gateClosed) };
    return { status, wasOpen, announcement };
  }
}
