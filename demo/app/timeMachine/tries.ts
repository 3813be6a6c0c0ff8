/** What there is to watch, in the order in which it is told. */
export const tries = ['stay', 'expire', 'tabs', 'offline', 'revoke'] as const;
export type TimeMachineTry = (typeof tries)[number];
