'use client';
/** Who is signed in, as far as the back end shows it (C2), for a page that asks them to confirm it. */
import { cleanDeviceName } from '../../contract/deviceName';
import type { SessionStatus, SignedInUser } from '../../contract/session';
import type { Success } from '../../contract/success';
import { useSessionSecurityContext } from '../SessionSecurityContext';
import { useStatusQuery } from './useStatusQuery';

/** Untrusted text, cleaned as device names are; empty where there is none. */
export interface ShownUser {
  readonly name: string;
  /** Masked by the server. */
  readonly contact: string;
}

/** `loading` until the server has answered; `undefined` where it doesn't say. */
export function useSignedInUser(): ShownUser | 'loading' | undefined {
  const isKnowable = useSessionSecurityContext().kit.client.supports('session.getStatus');
  const { data, isPending } = useStatusQuery(shownUserIn);
  if (isPending) return isKnowable ? 'loading' : undefined;
  return data?.name === '' && data.contact === '' ? undefined : data;
}

function shownUserIn({ data }: Success<SessionStatus>): ShownUser {
  const user = data.user as Partial<SignedInUser> | null | undefined;
  return { name: textOf(user?.displayName), contact: textOf(user?.contactHint) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? cleanDeviceName(value) : '';
}
