/** Every bench by name, in the order of a complete run: the quick ones first. */
export const benches = {
  bundle: () => import('../bundle/bundle.mjs'),
  userAgents: () => import('../userAgents/userAgents.mjs'),
  engine: () => import('../engine/engine.mjs'),
  activity: () => import('../activity/activity.mjs'),
  gate: () => import('../gate/gate.mjs'),
  proof: () => import('../proof/proof.mjs'),
  list: () => import('../list/list.mjs'),
  validation: () => import('../validation/validation.mjs'),
  growth: () => import('../growth/growth.mjs'),
};

/** @param {string} name @returns {name is keyof typeof benches} */
export function isBench(name) {
  return Object.hasOwn(benches, name);
}
