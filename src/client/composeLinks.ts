/** Several links as one, for chains that somebody else puts together. */
import type { SessionSecurityLink } from './links';

export function composeLinks(first: SessionSecurityLink, second: SessionSecurityLink): SessionSecurityLink {
  return (runtime) => {
    const outer = first(runtime);
    const inner = second(runtime);
    return ({ op, next }) => outer({ op, next: (passed) => inner({ op: passed, next }) });
  };
}
