//! The JSON Schemas of the package, as far as the page reads them.

import type { Platform } from "chat-preflight";

export interface ObjectSchema {
  $comment?: string;
  description?: string;
  deprecated?: boolean;
  type?: string;
  enum?: string[];
  not?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  required?: string[];
}

export type Schema = ObjectSchema | boolean;

/** By platform, then by kind; the empty kind is any document. */
export type Schemas = Record<Platform, Record<string, ObjectSchema>>;

/** What a schema allows, one by one. */
export function choices(schema: Schema): ObjectSchema[] {
  if (typeof schema === "boolean") return [];
  return schema.anyOf !== undefined && schema.properties === undefined ? schema.anyOf.flatMap(choices) : [schema];
}

let all: Promise<Schemas> | undefined;

/** All schemas: a file of their own, loaded when the first view asks for it. */
export function allSchemas(): Promise<Schemas> {
  all ??= import("chat-preflight/schemas").then((module) => module.default);
  return all;
}
