/** The kit's own icons: 24 grid, 1.5 stroke, drawn in the colour of the text. Always beside words, so always hidden. */
import type { ReactNode } from 'react';
import { cn } from './cn';

export interface IconProps {
  /** In place of the usual 20 px. */
  readonly size?: string | undefined;
  readonly className?: string | undefined;
}

function Icon({ size = 'rss:size-5', className, children }: IconProps & { readonly children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cn(size, 'rss:shrink-0', className)}
    >
      {children}
    </svg>
  );
}

export function DesktopIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="4" y="5" width="16" height="11" rx="1.75" />
      <path d="M2.5 19h19" />
    </Icon>
  );
}

export function MobileIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="7" y="2.75" width="10" height="18.5" rx="2.25" />
      <path d="M11 18.25h2" />
    </Icon>
  );
}

export function TabletIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="4.5" y="3" width="15" height="18" rx="2.25" />
      <path d="M11 18h2" />
    </Icon>
  );
}

export function TvIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="2.75" y="4.5" width="18.5" height="12.5" rx="2" />
      <path d="M8 20.5h8" />
    </Icon>
  );
}

export function UnknownDeviceIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="3.5" y="4" width="17" height="16" rx="2.5" />
      <path d="M9.75 9.6a2.3 2.3 0 1 1 3.3 2.05c-.65.35-1.05.8-1.05 1.6" />
      <path d="M12 16.2h.01" strokeWidth="2" />
    </Icon>
  );
}

export function ShieldCheckIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M12 3 5 5.6v5.1c0 4.6 2.9 8.2 7 10.3 4.1-2.1 7-5.7 7-10.3V5.6L12 3Z" />
      <path d="m9 11.8 2.2 2.2 4-4.4" />
    </Icon>
  );
}

export function PersonIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="12" cy="8.5" r="3.75" />
      <path d="M4.75 19.5a7.25 7.25 0 0 1 14.5 0" />
    </Icon>
  );
}

export function KeyIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="8" cy="15.5" r="4" />
      <path d="m10.9 12.6 8.1-8.1m-2.6 2.6 2.6 2.6m-5.2 0 1.9 1.9" />
    </Icon>
  );
}

export function ListIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="4.5" y="3.5" width="15" height="17" rx="2" />
      <path d="M8 8.5h3.5m2 0H16M8 12h3.5m2 0H16M8 15.5h3.5m2 0H16" />
    </Icon>
  );
}

/** The arrow leads out in the direction of reading. */
export function SignedOutIcon(props: IconProps) {
  return (
    <Icon {...props} className={cn('rss:rtl:-scale-x-100', props.className)}>
      <path d="M14 4.5H6.5A1.5 1.5 0 0 0 5 6v12a1.5 1.5 0 0 0 1.5 1.5H14" />
      <path d="M10.5 12h9.5m-3.2-3.2L20 12l-3.2 3.2" />
    </Icon>
  );
}

export function ChevronIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m7 10 5 5 5-5" />
    </Icon>
  );
}

export function WarningIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M10.6 4.7 3.4 17.2a1.6 1.6 0 0 0 1.4 2.4h14.4a1.6 1.6 0 0 0 1.4-2.4L13.4 4.7a1.6 1.6 0 0 0-2.8 0Z" />
      <path d="M12 9.5v4" />
      <path d="M12 16.5h.01" strokeWidth="2" />
    </Icon>
  );
}

export function InfoIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11.25v5" />
      <path d="M12 7.9h.01" strokeWidth="2" />
    </Icon>
  );
}

export function OfflineIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M3.5 9.2A13 13 0 0 1 8 6.4M12.5 5.5a13 13 0 0 1 8 3.7M6.6 12.8a8.4 8.4 0 0 1 4-2.1M15.2 11.4a8.4 8.4 0 0 1 2.2 1.4M9.8 16.4a3.8 3.8 0 0 1 4.4 0" />
      <path d="M12 19.5h.01" strokeWidth="2" />
      <path d="m4 3.5 16 17" />
    </Icon>
  );
}

export function SpinnerIcon({ size, className }: IconProps) {
  return (
    <Icon size={size} className={cn('rss:animate-spin', className)}>
      <circle cx="12" cy="12" r="8.5" opacity="0.25" strokeWidth="2" />
      <path d="M20.5 12A8.5 8.5 0 0 0 12 3.5" strokeWidth="2" />
    </Icon>
  );
}
