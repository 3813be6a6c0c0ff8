/**
 * Sent with every request and demanded by the server's guard: a cross-site form cannot set it (OWASP CSRF,
 * custom request header; R62).
 */
export const requestHeader = { name: 'x-session-security', value: '1' } as const;

/** At sign-in, to a server that serves both transports: "I keep an access token in memory". Without it, a cookie (SPEC G3). */
export const transportHeader = { name: 'x-session-transport', value: 'bearer' } as const;

/**
 * Sent with `auth.refresh`, the same until there is an answer: by it the server tells a repetition, whose answer was lost,
 * from a stolen token (R57).
 */
export const attemptHeader = { name: 'idempotency-key' } as const;

/** Carries a step-up token to a REST route, once, where tRPC carries it in the input (SPEC C15, F4). */
export const stepUpTokenHeader = { name: 'x-step-up-token' } as const;
