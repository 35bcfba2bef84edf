// Sends a requests.jsonl that `chat-preflight convert` wrote to Sendbird, CometChat or TalkJS: one request after the other,
// no faster than the platform allows, again where that may help, and from where it stopped if it was interrupted.
//
//   CHAT_API_KEY=… node send.mjs requests.jsonl --app APP_ID [--region us|eu|in] [--base URL] [--rate N] [--attempts N]
//                                               [--keep-going] [--unsure resend|skip]
//
// Exit code: 0 all is sent; 1 something was refused, or it was stopped; 2 it could not run. No package is needed.

import { createHash } from "node:crypto";
import { appendFileSync, createReadStream, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

/** Where the platforms are, how they know who asks, and how many requests they take a second. */
const PLATFORMS = {
  talkjs: {
    mine: (path) => path.startsWith("/v1/"),
    base: "https://api.talkjs.com",
    headers: (key) => ({ authorization: `Bearer ${key}` }),
    rate: 4,
    judge: () => undefined,
    // An import of messages that is sent twice is there twice.
    repeatable: ({ method }) => method !== "POST",
  },
  cometchat: {
    mine: (path) => path.startsWith("/v3/data_import/"),
    base: "https://{appId}.api-{region}.cometchat.io",
    headers: (key) => ({ apikey: key }),
    rate: 1,
    judge: judgeRows,
    repeatable: () => true,
  },
  sendbird: {
    mine: (path) => path.startsWith("/v3/"),
    base: "https://api-{appId}.sendbird.com",
    headers: (key) => ({ "api-token": key }),
    rate: 5,
    judge: (status, { code }) => (code === 400202 ? { outcome: "there" } : undefined),
    // What has a dedup_id is refused the second time.
    repeatable: ({ body }) => !(body?.messages ?? []).some(({ dedup_id: id }) => id === undefined),
  },
};

/** Codes of CometChat that say: it is there already. */
const THERE = new Set(["ERR_UID_ALREADY_EXISTS", "ERR_GUID_ALREADY_EXISTS", "ERR_ALREADY_JOINED", "ERR_IMPORT_MUID_ALREADY_EXISTS"]);

/** Failures of a connection that was never made: nothing was sent. */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

/** How long an answer may take, and the longest that is waited before the next attempt. Milliseconds. */
const TIMEOUT = 60_000;
const LONGEST_WAIT = 120_000;

/** A reason to stop. What is done so far stays done. */
class Stop extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** CometChat answers row by row; a row that it says nothing of may or may not be there. */
function judgeRows(status, { data, error }, { body }) {
  if (THERE.has(error?.code)) return { outcome: "there" };
  if (status >= 300 || data === undefined) return undefined;
  const keys = Object.values(body ?? {}).flatMap((rows) => Object.keys(Object(rows)));
  const failed = keys.filter((key) => data[key]?.success === false && !THERE.has(data[key].error?.code));
  if (failed.length > 0) {
    return { outcome: "refused", why: failed.map((key) => `${key}: ${data[key].error?.code} ${data[key].error?.message ?? ""}`).join("; ") };
  }
  if (keys.some((key) => data[key] === undefined)) return { outcome: "again", why: "it says nothing of some rows" };
  return { outcome: keys.length > 0 && keys.every((key) => data[key].success === false) ? "there" : "sent" };
}

/** What an answer means: `sent`, `there` already, `again`, or `refused`. */
function judge(platform, request, status, text) {
  let body = {};
  try {
    body = Object(JSON.parse(text));
  } catch {
    // Empty where all is well, and anything at all from what stands between.
  }
  if (status === 429 || body.code === 500910) return { outcome: "again", why: "too many requests" };
  const special = platform.judge(status, body, request);
  if (special !== undefined) return special;
  if (status >= 200 && status < 300) return { outcome: "sent" };
  const why = `HTTP ${status} ${text.slice(0, 500)}`.trim();
  return { outcome: status >= 500 || status === 408 ? "again" : "refused", why, hopeless: status === 401 || status === 403 };
}

/** How long the platform wants us to wait; undefined if it does not say. */
function askedToWait(headers) {
  const asked = headers.get("retry-after") ?? headers.get("x-ratelimit-retryafter");
  if (asked === null) return undefined;
  const milliseconds = /^\s*[\d.]+\s*$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.min(LONGEST_WAIT, Math.max(0, milliseconds));
}

/** The lines of a file with their newlines, as bytes. */
async function* linesOf(path) {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end; (end = rest.indexOf(10)) !== -1; rest = rest.subarray(end + 1)) yield rest.subarray(0, end + 1);
  }
  if (rest.length > 0) yield rest;
}

/** A line as a request. Its body goes out as it stands: JavaScript would round long numbers. */
function requestOf(line) {
  const text = line.toString().trim();
  const { method, path, body } = JSON.parse(text);
  const before = `{"method":${JSON.stringify(method)},"path":${JSON.stringify(path)},"body":`;
  return { method, path, body, text: text.startsWith(before) ? text.slice(before.length, -1) : JSON.stringify(body) };
}

/** How far it is, in a file beside the requests, bound to the part of them that is done. */
class Progress {
  #path;
  #hash = createHash("sha256");
  #lines = 0;

  constructor(path) {
    this.#path = path;
    this.before = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { lines: 0 };
  }

  get lines() {
    return this.#lines;
  }

  /** Whether that line was done the last time; the file must not have changed up to there. */
  passed(line) {
    if (this.#lines >= this.before.lines) return false;
    this.#count(line);
    if (this.#lines === this.before.lines && this.#digest() !== this.before.sha256) {
      throw new Stop(`the requests that were sent before have changed since; remove ${this.#path} to begin at the beginning`, 2);
    }
    return true;
  }

  /** The next line goes out, and must not go out twice. */
  begin() {
    this.#write(true);
  }

  /** It did not arrive after all. */
  takeBack() {
    this.#write(false);
  }

  done(line) {
    this.#count(line);
    this.#write(false);
  }

  #count(line) {
    this.#hash.update(line);
    this.#lines += 1;
  }

  #digest() {
    return this.#hash.copy().digest("hex");
  }

  #write(begun) {
    const state = { lines: this.#lines, sha256: this.#digest(), begun };
    writeFileSync(`${this.#path}.new`, `${JSON.stringify(state)}\n`);
    renameSync(`${this.#path}.new`, this.#path);
  }
}

/** Sends one request until its fate is known. */
async function send(request, { platform, base, headers, attempts, pause }) {
  for (let attempt = 1; ; attempt += 1) {
    if (attempt > 1) await pause();
    let verdict;
    let wait;
    try {
      const response = await fetch(base + request.path, {
        method: request.method, headers, body: request.text, signal: AbortSignal.timeout(TIMEOUT), redirect: "error",
      });
      verdict = judge(platform, request, response.status, await response.text());
      wait = askedToWait(response.headers);
    } catch (error) {
      const why = error.cause?.message || error.cause?.code || error.message;
      const unsure = !NOT_SENT.has(error.cause?.code) && !platform.repeatable(request);
      verdict = { outcome: unsure ? "unsure" : "again", why };
    }
    if (verdict.outcome !== "again") return verdict;
    if (attempt >= attempts) return { ...verdict, outcome: "refused", why: `${verdict.why} (${attempt} attempts)`, hopeless: true };
    await sleep(wait ?? Math.min(LONGEST_WAIT, 1000 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2));
  }
}

function options() {
  const text = { type: "string" };
  const { values, positionals } = parseArgs({
    options: { app: text, region: text, base: text, rate: text, attempts: text, unsure: text, "keep-going": { type: "boolean" } },
    allowPositionals: true,
  });
  const key = process.env.CHAT_API_KEY;
  if (positionals.length !== 1) throw new Stop("give one requests.jsonl", 2);
  if (!values.app) throw new Stop("--app is missing: the id of the app to send to", 2);
  if (!key) throw new Stop("the environment has no CHAT_API_KEY; it is not a flag, because others can see those", 2);
  if (values.unsure && !["resend", "skip"].includes(values.unsure)) throw new Stop("--unsure has to be resend or skip", 2);
  for (const name of ["rate", "attempts"]) {
    if (values[name] !== undefined && !(Number(values[name]) > 0)) throw new Stop(`--${name} has to be a number above 0`, 2);
  }
  return { ...values, file: positionals[0], key };
}

/** Waits where it is needed, so that requests are at least `1 / rate` seconds apart. */
function paceOf(rate) {
  let next = 0;
  return async () => {
    const now = performance.now();
    if (next > now) await sleep(next - now);
    next = Math.max(next, now) + 1000 / rate;
  };
}

async function main() {
  const { file, app, region = "us", key, rate, attempts = 8, unsure, ...given } = options();
  const progress = new Progress(`${file}.progress`);
  const failures = `${file}.failures.jsonl`;
  const counts = { sent: 0, there: 0, refused: 0 };
  // Only of a request that must not be sent twice.
  let doubt = progress.before.begun ?? false;
  let to;
  let stopping = false;
  // The request that is on its way is waited for. Who insists stops at once.
  process.once("SIGINT", () => { stopping = true; });

  for await (const line of linesOf(file)) {
    if (progress.passed(line)) continue;
    if (line.toString().trim() === "") {
      progress.done(line);
      continue;
    }
    const request = requestOf(line);
    if (to === undefined) {
      const platform = Object.values(PLATFORMS).find(({ mine }) => mine(request.path));
      if (platform === undefined) throw new Stop(`no platform is known that has ${request.path}`, 2);
      const filled = (text) => text.replaceAll("{appId}", encodeURIComponent(app)).replaceAll("{region}", region);
      to = {
        platform,
        base: filled(given.base ?? platform.base).replace(/\/$/, ""),
        headers: { ...platform.headers(key), "content-type": "application/json; charset=utf-8" },
        attempts: Number(attempts),
        pause: paceOf(Number(rate ?? platform.rate)),
      };
    }
    request.path = request.path.replaceAll("{appId}", encodeURIComponent(app));
    const at = `${file}:${progress.lines + 1}: ${request.method} ${request.path}`;
    await to.pause();
    if (stopping) throw new Stop(`stopped before line ${progress.lines + 1}; the next run goes on there`);

    let verdict = { outcome: "unsure", why: "the last run ended before it was answered" };
    if (!doubt || unsure === "resend") {
      const once = !to.platform.repeatable(request);
      if (once) progress.begin();
      verdict = await send(request, to);
      if (once && verdict.outcome === "refused") progress.takeBack();
    } else if (unsure === "skip") {
      verdict = { outcome: "there" };
    }
    doubt = false;
    if (verdict.outcome === "unsure") {
      throw new Stop(`${at}: nobody knows whether it arrived (${verdict.why}), and it must not arrive twice. Look there, then run again with --unsure resend or --unsure skip`);
    }
    if (verdict.outcome === "refused") {
      if (!given["keep-going"] || verdict.hopeless) throw new Stop(`${at}: ${verdict.why}`);
      appendFileSync(failures, `${JSON.stringify({ line: progress.lines + 1, method: request.method, path: request.path, why: verdict.why })}\n`);
    }
    counts[verdict.outcome] += 1;
    progress.done(line);
    if (process.stderr.isTTY) process.stderr.write(`\r${progress.lines} requests done`);
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  console.log(`${counts.sent} sent, ${counts.there} there already, ${counts.refused} refused${counts.refused > 0 ? ` (see ${failures})` : ""}`);
  if (progress.lines < progress.before.lines) throw new Stop(`the requests that were sent before are no longer all there; remove ${file}.progress to begin at the beginning`, 2);
  process.exitCode = counts.refused > 0 ? 1 : 0;
}

try {
  await main();
} catch (error) {
  console.error(`send: ${error instanceof Stop || error.code ? error.message : error.stack}`);
  process.exitCode = error.exitCode ?? 2;
}
