/** The one thing that a badge says of a session: its end before its trouble, its trouble before its health. */
import type { SessionSnapshot } from '../../../engine/SessionSnapshot';
import type { SessionBadgeState } from '../../messages/states';

export function sessionBadgeState({ status, link, isVerified }: SessionSnapshot): SessionBadgeState {
  switch (status) {
    case 'expired':
    case 'revoked':
      return status;
    case 'signedOut':
      return 'signed-out';
    case 'unknown':
    case 'validating':
      return link === 'online' ? 'checking' : link;
    case 'active':
    case 'warning':
      if (link !== 'online') return link;
      if (status === 'warning') return 'warning';
      return isVerified ? 'active' : 'unverified';
    default:
      return status satisfies never;
  }
}
