// A folder, served as the dumbest of hosts would.
import { once } from 'node:events';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** A page for a folder that has none: its title waits for the script. */
const PAGE = '<!doctype html><title>waiting</title><script src="main.js"></script>';

export async function serveFolder(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const name = normalize(pathname.slice(1) || 'index.html');
    const file = join(folder, name);
    if (!name.startsWith('..') && existsSync(file) && statSync(file).isFile()) {
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      createReadStream(file).pipe(response);
    } else if (name === 'index.html') {
      response.writeHead(200, { 'content-type': TYPES['.html'] }).end(PAGE);
    } else {
      // A browser asks for an icon of its own accord.
      response.writeHead(name === 'favicon.ico' ? 204 : 404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
