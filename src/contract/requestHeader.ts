/**
 * Sent with every request and demanded by the server's guard: a cross-site form cannot set it (OWASP CSRF,
 * custom request header; R62).
 */
export const requestHeader = { name: 'x-session-security', value: '1' } as const;
