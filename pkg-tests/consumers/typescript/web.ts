// What only the DOM's types have.
import { check, convert, init, survey } from "chat-preflight";

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

export async function download(file: File): Promise<string[]> {
  const { files } = await convert(file, { to: "stream" });
  const first: ReadableStream<Uint8Array> | undefined = files[0]?.stream();
  await first?.cancel();
  return Promise.all(files.map(async (one) => URL.createObjectURL(await one.blob())));
}

export async function busiest(file: File, signal: AbortSignal): Promise<string | undefined> {
  const { channels, customDataLimit } = await survey(file, { platform: "stream", signal });
  const limit: number | null = customDataLimit;
  return limit === null ? undefined : channels[0]?.id;
}
