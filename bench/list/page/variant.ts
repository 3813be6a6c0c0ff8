/** What every list in the comparison can do. */
import type { SessionInfo } from 'react-session-security/contract';

export interface Variant {
  /** The component that is one row. */
  readonly rowName: string;
  /** Begins. */
  mount(container: HTMLElement, sessions: readonly SessionInfo[]): Mounting;
}

export interface Mounting {
  /** The first rows are there. */
  isMounted(): boolean;
  /** To be asked for then; what it takes is not timed. */
  ready(): MountedList | Promise<MountedList>;
}

export interface MountedList {
  /** One row shows that something is under way. */
  change(): void;
  isChanged(): boolean;
  /** The same row goes. */
  revoke(): void;
  isRevoked(): boolean;
  unmount(): void;
}

/** The one that is revoked: near the top, so that it is on screen in all of them. */
export function changedOf(sessions: readonly SessionInfo[]): SessionInfo {
  const session = sessions[2];
  if (session === undefined) throw new Error('The list is too short to revoke its third session.');
  return session;
}
