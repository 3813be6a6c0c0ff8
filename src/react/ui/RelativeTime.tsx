'use client';
/** "Active 2 minutes ago", the exact moment on hover. Re-renders by itself, and only when its words change. */
import type { ComponentPropsWithoutRef } from 'react';
import { toIso } from '../../contract/instant';
import { useRelativeTime } from '../hooks/useRelativeTime';
import { useSessionSecurityContext } from '../SessionSecurityContext';

export interface RelativeTimeProps extends Omit<ComponentPropsWithoutRef<'time'>, 'children' | 'dateTime' | 'title'> {
  readonly epochMs: number;
  /** Words around the relative time; it is `undefined` under a minute. */
  readonly format: (relativeTime: string | undefined) => string;
}

export function RelativeTime({ epochMs, format, ...rest }: RelativeTimeProps) {
  const { formatters } = useSessionSecurityContext();
  const relative = useRelativeTime(epochMs);
  return (
    <time {...rest} dateTime={toIso(epochMs)} title={formatters.dateTime(epochMs)}>
      {format(relative)}
    </time>
  );
}
