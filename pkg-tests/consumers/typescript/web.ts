// What only the DOM's types have.
import { check, init } from "chat-preflight";

export async function upload(input: HTMLInputElement, signal: AbortSignal): Promise<boolean> {
  await init(new URL("/chat_preflight_bg.wasm", location.href));
  const [file] = input.files ?? [];
  if (file === undefined) return false;
  const reports = [
    await check(file, { signal }),
    await check(file.stream()),
    await check([...(input.files ?? [])]),
    await check({ source: new Blob(["{}"]), name: "x" }),
  ];
  return reports.every(({ ok }) => ok);
}
