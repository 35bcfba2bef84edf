//! The documents that the files are: a zip is the files in it, as it is for the checker.

import type { Part, Source } from "chat-preflight";
import * as gzip from "chat-preflight/gzip";
import { readPlain } from "chat-preflight/plain";
import { partsOf, type OpenPart } from "chat-preflight/sources";
import { unpacked } from "chat-preflight/zip";
import type { Choice, Packing } from "./protocol";

/** One document, as the package takes it. */
export interface Document {
  name: string;
  /** Bytes as they are packed. */
  size: number;
  packed: Packing;
  source: File | Pick<OpenPart, "size" | "open">;
  /** Its bytes, unpacked, from the beginning. */
  chunks(): AsyncIterable<Uint8Array>;
}

const platform = { gzip: () => Promise.resolve(gzip) };

/** Nobody waits for what is read here, but for the one that asked for it. */
const patient = { orAbort: <Value>(value: Promise<Value>): Promise<Value> => value };

/** The documents of the files, in the order in which the checker numbers them. */
export async function documentsOf(files: File[]): Promise<Document[]> {
  const documents: Document[] = [];
  for (const file of files) {
    const [whole] = partsOf(file, platform);
    if (whole === undefined) continue;
    const parts = await unpacked([whole], platform, patient);
    for (const part of parts) {
      const plain = part === whole;
      documents.push({
        name: part.name ?? file.name,
        size: part.size,
        packed: plain ? await isGzip(file) ? "gzip" : null : "zip",
        // No more than it takes to read it: the part also knows the places of the zip around it.
        source: plain ? file : { size: part.size, open: (onTrouble) => part.open(onTrouble) },
        // What is wrong with how it is packed is for the check to say; what comes out can be shown.
        chunks: () => readPlain(part, platform, patient, () => undefined).chunks(),
      });
    }
  }
  return documents;
}

/** The documents, as they are to be read. */
export function inputOf(documents: Document[], choice: Choice): Part[] {
  return documents.map(({ source, name }, index) => ({
    source: source as Source, name, resource: choice.resources[index] ?? undefined, channel: choice.channels?.[index] ?? undefined,
  }));
}

async function isGzip(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return head[0] === 0x1f && head[1] === 0x8b;
}
