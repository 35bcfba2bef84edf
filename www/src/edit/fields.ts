//! The names and values that a platform knows at a place of a document: from its JSON Schemas, which are made from the
//! tables of the checks.

import type { Dialect, Platform, Resource } from "chat-preflight";
import type { Frame } from "./cursor";
import { type ObjectSchema, type Schema, type Schemas, choices } from "../reference/schemas";

/** What the last check took a document for. */
export interface Kind {
  platform: Platform | null;
  resource: Resource | null;
  dialect: Dialect | null;
}

/** A key that may stand at a place, or a value. */
export interface Field {
  name: string;
  required: boolean;
  about: string;
}

/** Whether every line is a document of its own. */
export function isLines({ resource, dialect }: Kind): boolean {
  return dialect === "jsonl" || resource === "requests";
}

/** Keys for the innermost object. */
export function keysAt(schemas: Schemas, kind: Kind, frames: Frame[]): Field[] {
  const found = new Map<string, Field>();
  const present = frames.at(-1)?.members ?? new Map<string, unknown>();
  for (const schema of fitting(schemasAt(schemas, kind, frames), frames.at(-1))) {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      if (typeof field === "boolean" || field.deprecated === true || present.has(name)) continue;
      const required = schema.required?.includes(name) ?? false;
      if (!found.has(name)) found.set(name, { name, required, about: field.description ?? "" });
    }
  }
  return [...found.values()];
}

/** Values for the key of the innermost object, where there are only a few. */
export function valuesAt(schemas: Schemas, kind: Kind, frames: Frame[]): string[] {
  const values = schemasAt(schemas, kind, [...frames, NOTHING]).flatMap(choices).flatMap((schema) =>
    schema.type === "boolean" ? ["true", "false"] : (schema.enum ?? []).map((value) => JSON.stringify(value)));
  return [...new Set(values)];
}

const NOTHING: Frame = { list: false, key: null, members: new Map() };

/** The schemas of the innermost frame. */
function schemasAt(schemas: Schemas, kind: Kind, frames: Frame[]): Schema[] {
  let here = [documentSchema(schemas, kind, frames[0])];
  for (const frame of frames.slice(0, -1)) {
    const all = here.flatMap(choices);
    here = frame.list
      ? all.flatMap(({ items }) => items ?? [])
      : fitting(here, frame).flatMap(({ properties, additionalProperties }) => properties?.[frame.key ?? ""] ?? additionalProperties ?? []);
  }
  return here;
}

function documentSchema(schemas: Schemas, { platform, resource, dialect }: Kind, first: Frame | undefined): Schema {
  if (platform === null) return true;
  const all = schemas[platform];
  const any = all[""] ?? true;
  if (resource === "requests") {
    const path = (first?.members.get("path") ?? "").split("/").reverse();
    const held = path.find((part) => Object.hasOwn(all, part) && part !== "");
    return {
      type: "object",
      properties: {
        method: { type: "string", enum: ["POST", "PUT"], description: "The HTTP method." },
        path: { type: "string", description: "The path of the call. It says what the body holds." },
        body: (held === undefined ? undefined : all[held]) ?? any,
      },
      required: ["method", "path", "body"],
    };
  }
  return dialect === "array" ? any : all[resource ?? ""] ?? any;
}

/** The objects that a schema allows and that what stands in the frame does not rule out. */
function fitting(schemas: Schema[], frame: Frame | undefined): ObjectSchema[] {
  return schemas.flatMap(choices).filter(({ properties }) =>
    [...frame?.members ?? []].every(([name, text]) => {
      const field = properties?.[name];
      return text === null || field === undefined || typeof field === "boolean" || field.enum === undefined || field.enum.includes(text);
    }));
}
