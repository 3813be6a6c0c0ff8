/**
 * What applications write themselves: on a 401 refresh, then send the call once more. `each` refreshes for itself;
 * `shared` shares one promise while it is under way.
 */

/**
 * @param {import('./openPage.mjs').OpenPage} page
 * @param {string} origin
 * @param {'each' | 'shared'} manner
 * @returns {(url: string) => Promise<Response>}
 */
export function refreshOn401({ send, token: firstToken }, origin, manner) {
  let token = firstToken();
  /** @type {Promise<void> | undefined} */
  let underWay;
  const refresh = async () => {
    const headers = { 'x-session-security': '1', 'content-type': 'application/json' };
    const response = await send(`${origin}/api/trpc/auth.refresh`, { method: 'POST', headers, body: '{}' });
    if (!response.ok) throw new Error(`The refresh was answered ${response.status}.`);
    token = `Bearer ${(await response.json()).result.data.data.accessToken}`;
  };
  const refreshed = () => {
    if (manner === 'each') return refresh();
    underWay ??= refresh().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  const sendOnce = (/** @type {string} */ url) =>
    send(url, { headers: { 'x-session-security': '1', authorization: token } });
  return async (url) => {
    const response = await sendOnce(url);
    if (response.status !== 401) return response;
    await response.arrayBuffer();
    await refreshed();
    return sendOnce(url);
  };
}
