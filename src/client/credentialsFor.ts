/** Cookies go along with a relative URL by themselves; an absolute one is the configured origin, so ask for them (R65). */
export function credentialsFor(url: string): RequestCredentials {
  return /^(?:https?:)?\/\//i.test(url) ? 'include' : 'same-origin';
}
