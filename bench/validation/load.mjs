/** A process of its own for the load: `node load.mjs '{"url":…}'` prints what autocannon saw as one line of JSON. */
import autocannon from 'autocannon';
import { percentile } from '../lib/stats.mjs';

/** @type {{ url: string, headers: Record<string, string>[], seconds: number }} one connection for each headers */
const { url, headers, seconds } = JSON.parse(process.argv[2] ?? '{}');
/** autocannon's own histogram counts whole milliseconds only. @type {number[]} */
const latencies = [];
let connection = 0;
const instance = autocannon({
  url,
  connections: headers.length,
  duration: seconds,
  setupClient(client) {
    client.setHeaders(headers[connection++ % headers.length]);
  },
});
instance.on('response', (_client, _status, _bytes, responseMs) => latencies.push(responseMs));
const result = await instance;
console.log(
  JSON.stringify({
    answered: result['2xx'],
    refused: result.non2xx,
    broken: result.errors + result.timeouts,
    seconds: result.duration,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  }),
);
