//! The fields of a kind of thing, as rows: read off its JSON Schema.

import { type ObjectSchema, type Schema, choices } from "./schemas";

export interface Row {
  /** `attachments[].url` */
  path: string;
  /** How deep it lies. */
  depth: number;
  need: "required" | "one of these" | "optional" | "reserved" | "not imported";
  /** What it takes, in words. */
  about: string;
  /** `Documented`, `Observed`, `Inferred`; empty where there is nothing to be sure of. */
  sure: string;
}

const SURE = /^(.*?)\.? (Documented|Observed|Inferred)\.$/s;

/** All fields that a schema names, those of its objects behind it. */
export function rowsOf(schema: Schema, before = "", depth = 0): Row[] {
  const rows = new Map<string, Row[]>();
  for (const one of choices(schema)) {
    for (const [name, field] of Object.entries(one.properties ?? {})) {
      if (!rows.has(name)) rows.set(name, fieldRows(one, name, field, before, depth));
    }
  }
  return [...rows.values()].flat();
}

function fieldRows(parent: ObjectSchema, name: string, field: Schema, before: string, depth: number): Row[] {
  const path = before + name;
  if (typeof field === "boolean") return [{ path, depth, need: "reserved", about: "The platform sets it itself.", sure: "" }];
  const description = field.description ?? "";
  if (field.deprecated === true) return [{ path, depth, need: "not imported", about: description.replace(/^Not imported: /, ""), sure: "" }];
  const [, about = description, sure = ""] = SURE.exec(description) ?? [];
  const own: Row = { path, depth, need: needOf(parent, name), about, sure };
  if ( description.startsWith("Another name of ")) return [own];
  return [own, ...choices(field).flatMap((one) => [
    ...rowsOf(one, `${path}.`, depth + 1),
    ...one.items === undefined ? [] : rowsOf(one.items, `${path}[].`, depth + 1),
    ...one.additionalProperties === undefined ? [] : rowsOf(one.additionalProperties, `${path}.*.`, depth + 1),
  ])];
}

function needOf(parent: ObjectSchema, name: string): Row["need"] {
  if (parent.required?.includes(name) === true) return "required";
  for (const one of parent.allOf ?? []) {
    const anyOf = typeof one === "boolean" ? [] : one.anyOf ?? [];
    const names = anyOf.flatMap((other) => typeof other === "boolean" ? [] : other.required ?? []);
    if (!names.includes(name)) continue;
    // Names of one field are no choice.
    const others = names.filter((other) => other !== name);
    const aliases = others.every((other) => {
      const schema = parent.properties?.[other];
      return typeof schema === "object" && schema.description?.startsWith("Another name of ") === true;
    });
    return aliases ? "required" : "one of these";
  }
  return "optional";
}

/** What becomes of keys that the object does not name. */
export function othersOf(schema: Schema): string {
  return choices(schema)[0]?.$comment ?? "";
}

/** Where the platform describes its import. */
export function sourceOf(schema: ObjectSchema): string {
  return /^Source: (https:\/\/\S+)$/.exec(schema.description ?? "")?.[1] ?? "";
}
