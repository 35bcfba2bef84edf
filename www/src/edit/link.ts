//! A document in a link: packed into what stands behind the `#`, which no browser sends to a server.

import type { Dialect, Platform, Resource } from "chat-preflight";
import PLATFORMS from "chat-preflight/platforms";
import type { Choice } from "../protocol";
import { EDITABLE } from "../shell/editable";

/** Characters of the longest link that is made; browsers take it, and most chat programs. */
const LONGEST = 32_000;

/** Why there is no link, or what is wrong with one, as a sentence for people. */
export class LinkError extends Error {}

/** What stands behind `#edit/`. */
export async function packLink(text: string, { platform, resources: [resource], dialect }: Choice): Promise<string> {
  const chosen = [platform ?? "auto", resource ?? "auto", dialect ?? "auto"].join(".");
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const rest = `${chosen}/${base64url(packed)}`;
  if (rest.length > LONGEST) {
    throw new LinkError(`The document is too long for a link: packed it has ${rest.length} characters, a link takes ${LONGEST}. Download it, and send the file.`);
  }
  return rest;
}

/** The document and the choice in what stands behind `#edit/`. */
export async function unpackLink(rest: string): Promise<{ text: string; choice: Choice }> {
  const [, chosen, data] = /^([a-z.]+)\/([\w-]*)$/.exec(rest) ?? [];
  if (chosen === undefined || data === undefined) throw new LinkError("The link is damaged: it has characters that no such link has, or lacks a part.");
  const choice = choiceOf(chosen);
  let bytes;
  try {
    bytes = await inflate(Uint8Array.from(atob(data.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0)));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError("The link is damaged: what is packed in it cannot be unpacked. Perhaps its end is missing.");
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), choice };
  } catch {
    throw new LinkError("The link is damaged: what is packed in it is no text.");
  }
}

function choiceOf(chosen: string): Choice {
  const [platform = "", resource = "", dialect = "", ...more] = chosen.split(".").map((part) => part === "auto" ? "" : part);
  const known = PLATFORMS.find(({ name }) => name === platform);
  const fits = more.length === 0
    && (platform === "" || known !== undefined)
    && (resource === "" || known?.resources.includes(resource as Resource) === true)
    && (dialect === "" || known?.dialects.includes(dialect as Dialect) === true);
  if (!fits) throw new LinkError("The link names a platform, or a kind of document, that is not known here.");
  return { platform: (platform || null) as Platform | null, resources: [(resource || null) as Resource | null], dialect: (dialect || null) as Dialect | null };
}

/** Unpacks as much as the editor takes: a short link may hold a very long text. */
async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts).arrayBuffer();
    parts.push(value);
    size += value.length;
    if (size > EDITABLE) {
      await reader.cancel();
      throw new LinkError(`The document in the link is larger than the ${EDITABLE} bytes that the editor takes.`);
    }
  }
}

function base64url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
