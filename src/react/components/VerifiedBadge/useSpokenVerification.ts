'use client';
/** What somebody who can't see the badge is told: a new proof, once. What was there when the page came is no news. */
import { useState } from 'react';
import type { UseVerificationResult } from '../../hooks/useVerification';
import { useSessionSecurityContext } from '../../SessionSecurityContext';

export function useSpokenVerification({ status, until }: UseVerificationResult): string | undefined {
  const { kit, messages } = useSessionSecurityContext();
  const [heard, setHeard] = useState<{ readonly status: UseVerificationResult['status']; readonly text?: string }>({
    status,
  });
  if (status !== heard.status) {
    const isNews = heard.status === 'unverified' && until !== undefined;
    const minutes = isNews ? Math.ceil((until - kit.client.engine.now()) / 60_000) : 0;
    setHeard({ status, ...(isNews && { text: messages.verification.spoken(minutes) }) });
  }
  return heard.text;
}
