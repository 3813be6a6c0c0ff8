/** Which limits the demo's server can hold everybody to: those it was started with, or short ones. For both sides. */
export const limitsNames = ['usual', 'short'] as const;
export type LimitsName = (typeof limitsNames)[number];
