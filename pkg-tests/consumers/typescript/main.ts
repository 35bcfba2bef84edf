// The types, as strict as a project may be.
import { check, Checker, convert, detect, fix, init, PreflightError, rules, survey } from "chat-preflight";
import type { Answer, ChangedId, CheckOptions, Conversion, ConvertOptions, Detection, Finding, FindingCode, Part, Profile, Report, Rule, StreamImportItem, StreamMessage } from "chat-preflight";

const options: CheckOptions = {
  platform: "stream",
  dialect: "jsonl",
  now: "2026-01-01T00:00:00Z",
  maxFindings: 10,
  profile: { existing: { users: ["ann"] }, roles: ["user"], channelTypes: { messaging: { maxMessageLength: 5000 } } },
  limits: { itemBytes: 1 << 20 },
  onProgress: ({ bytes, total }) => void (total === undefined ? bytes : bytes / total),
};

/** One object, whatever the platform. */
const profile: Profile = {
  existing: { channels: ["room"] },
  roles: ["moderator"],
  retentionMonths: null,
  maxMessageLength: 10_000,
  participantLimit: 50,
};

const parts: Part[] = [
  { source: "{}", name: "users.json", resource: "users" },
  { source: "[]", name: "room.json", resource: "messages", channel: "room" },
];

export const migration = check(parts, { platform: "talkjs", profile });

export function statuses(answer: Answer): string[] {
  if ("text" in answer) return [answer.text];
  if ("files" in answer) return answer.files.map(({ source, status, text }) => `${source}: ${status} ${text}`);
  return answer.requests.map(({ method, path, items, status, predicted }) => `${method} ${path} ${items} ${status} ${predicted}`);
}

export async function checked(source: Uint8Array | AsyncIterable<Uint8Array>): Promise<Finding[]> {
  await init();
  const detection: Detection = await detect({ source: "{}", name: "import.jsonl" });
  const report: Report = await check([{ source, name: "import.jsonl" }], options);
  const all: Rule[] = await rules(detection.platform ?? undefined);
  const code: FindingCode = "missing-field";
  const users: number | undefined = report.stats.total["users"];
  if (report.answer !== null && users === all.length) throw new PreflightError(code, statuses(report.answer).join(), { cause: report });
  return report.findings.filter((finding) => finding.code === code && finding.severity === "error" && finding.position.line > 0);
}

export function pushed(bytes: Uint8Array): Report {
  using checker = new Checker({ platform: "stream" });
  for (;;) {
    checker.source({ name: "import.jsonl" });
    checker.push(bytes);
    const outcome = checker.finish();
    if (!("replay" in outcome)) return outcome;
  }
}

export async function mended(source: Uint8Array): Promise<string[]> {
  const { files, applied, report, close } = await fix(source, { platform: "stream" });
  const { channels } = await survey(await files[0]!.text());
  await close();
  return [...applied.map(({ code, title, count, first }) => `${code} ${title} ${count} ${first.length}`), `${report.ok} ${channels.length}`];
}

/** A migration script: what it writes has types, custom data included. */
export function* migrated(rows: { id: string; text: string; sent: Date; mood?: string }[]): Generator<StreamImportItem> {
  for (const { id, text, sent, mood } of rows) {
    const data: StreamMessage = { id, text, user: "ann", channel_type: "messaging", channel_id: "general", created_at: sent.toISOString() };
    if (mood !== undefined) data["mood"] = mood;
    yield { type: "message", data };
  }
}

const there: ConvertOptions = {
  to: "cometchat",
  from: "stream",
  deleted: "keep",
  channelIds: { room: 1, other: "12345678901234567890" },
  onProgress: ({ phase, bytes, total }) => void (phase === "read" && total !== undefined && bytes / total),
};

/** There and back again. */
export async function converted(source: Uint8Array): Promise<[string, number | undefined]> {
  const conversion: Conversion = await convert(source, there);
  const ids: ChangedId[] = conversion.ids.map(({ kind, from, to }) => ({ kind, from: to, to: from }));
  const texts = await Promise.all(conversion.files.map((file) => file.text()));
  await using back = await convert(texts.map((text) => ({ source: text, resource: "requests" as const })), { to: "stream", ids });
  if (!back.ok) throw new Error(back.losses.map(({ reason, first }) => `${reason} ${first[0]?.line}`).join() + back.inputReport?.counts["malformed-json"]);
  return [back.steps.join(), back.requests?.count];
}

// @ts-expect-error: where to is missing
void convert("", { from: "stream" });
// @ts-expect-error: a policy that there is not
void convert("", { to: "stream", deleted: "maybe" });
// @ts-expect-error: a code that the registry does not have
export const misspelt: FindingCode = "missing-feild";
// @ts-expect-error: an option that there is not
void check("", { plattform: "stream" });
// @ts-expect-error: a resource that no platform has
void check({ source: "", resource: "people" });
// @ts-expect-error: which of the answers it is has to be asked first
export const text = (answer: Answer): string => answer.text;
// @ts-expect-error: a number is no source
void check(42);
// @ts-expect-error: an option of convert() only
void fix("", { to: "stream" });
