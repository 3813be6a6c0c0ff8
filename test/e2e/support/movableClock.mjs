/** Loaded into a demo of a test's own: its process thinks that it is later, by what it is told. Nothing goes on faster. */
const now = Date.now;
let aheadMs = 0;
Date.now = () => now() + aheadMs;
process.on('message', ({ moveMs }) => {
  aheadMs += moveMs;
  process.send({ aheadMs });
});
