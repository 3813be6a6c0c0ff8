/**
 * Marks the `init` of a request that has been through the gate, or must not go through it. An application may hand
 * `security.fetch` to the client as its transport; without the mark a refresh would wait for itself (ENGINE T-46).
 */
export const passedGate: unique symbol = Symbol('react-session-security.passed-gate');

export function hasPassedGate(init: RequestInit | undefined): boolean {
  return init !== undefined && passedGate in init;
}
