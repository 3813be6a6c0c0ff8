/**
 * Opens the built Storybook in Chromium, every story once, and fails if a page asks anything of another host or writes
 * an error to the console. What a review shows must not depend on, or tell, anybody outside.
 */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.resolve('storybook-static');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

if (!existsSync(path.join(root, 'index.json'))) {
  console.error('There is no storybook-static. Run npm run build:storybook first.');
  process.exit(1);
}
const stories = Object.values(JSON.parse(readFileSync(path.join(root, 'index.json'), 'utf8')).entries).filter(
  ({ type }) => type === 'story',
);

const server = createServer((request, response) => {
  const file = path.join(root, decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  const found = file.startsWith(root) && existsSync(file) && statSync(file).isFile();
  const target = found ? file : path.join(root, 'index.html');
  if (!found && request.url !== '/') return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': types[path.extname(target)] ?? 'application/octet-stream' });
  return createReadStream(target).pipe(response);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? usualPaths.find((candidate) => existsSync(candidate)),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
const problems = [];
const page = await browser.newPage();
let current = '';
page.on('request', (request) => {
  const url = new URL(request.url());
  if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol))
    problems.push(`${current}: asked ${url.host}`);
});
page.on('console', (message) => {
  if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) {
    problems.push(`${current}: ${message.text().slice(0, 300)}`);
  }
});
page.on('pageerror', (error) => problems.push(`${current}: ${error.message.slice(0, 300)}`));

current = 'the Storybook itself';
await page.goto(`${origin}/`, { waitUntil: 'networkidle' });
for (const { id } of stories) {
  current = id;
  await page.goto(`${origin}/iframe.html?id=${id}&viewMode=story`, { waitUntil: 'load' });
  await page.waitForFunction(() => {
    const { classList } = document.body;
    return classList.contains('sb-show-main') || classList.contains('sb-show-errordisplay');
  });
  if (await page.evaluate(() => document.body.classList.contains('sb-show-errordisplay'))) {
    problems.push(`${id}: the story failed to render`);
  }
}
await browser.close();
server.close();

for (const problem of problems) console.error(problem);
const failed = new Set(problems.map((problem) => problem.split(':')[0])).size;
console.log(`${stories.length + 1 - failed} passed, ${failed} failed, 0 skipped`);
process.exit(problems.length > 0 || stories.length === 0 ? 1 : 0);
