/** Asks the server for things that it refuses, with whatever version of `@trpc/client` is installed, and prints the codes it read. */
import { createTRPCProxyClient, httpBatchLink, httpLink } from '@trpc/client';

const url = `http://localhost:${process.argv[2]}/api/trpc`;
const origin = `http://localhost:${process.argv[2]}`;
const headers = { 'x-session-security': '1', origin };
const wrong = { identifier: 'maya@example.com', password: 'wrong' };

const alone = createTRPCProxyClient({ links: [httpLink({ url, headers })] });
const batched = createTRPCProxyClient({ links: [httpBatchLink({ url, headers })] });
const unguarded = createTRPCProxyClient({ links: [httpLink({ url })] });

const codes = await Promise.all([
  codeOf(alone.session.getStatus.query()),
  codeOf(alone.auth.signIn.mutate(wrong)),
  codeOf(alone.auth.signIn.mutate({ ...wrong, isAdmin: true })),
  codeOf(batched.session.revokeAllOtherSessions.mutate()),
  codeOf(unguarded.session.getStatus.query()),
]);
console.log(codes.join(' '));

async function codeOf(answer) {
  try {
    await answer;
    return 'answered';
  } catch (error) {
    return error.data?.cause?.errorCode ?? `unread:${error.message}`;
  }
}
