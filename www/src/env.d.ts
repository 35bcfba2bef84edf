/** Vite reads these files when the page is built; the page has their texts. */
interface ImportMeta {
  readonly env: { readonly PROD: boolean };
  glob(pattern: string, options: { query: "?raw"; import: "default"; eager: true }): Record<string, string>;
}

/** Styles of a view that is loaded when it is opened. */
declare module "*.css";

declare module "*?worker&url" {
  const url: string;
  export default url;
}

/** The package's own ways to open a file: what they give is what the checker saw. */
declare module "chat-preflight/gzip" {
  export {};
}

declare module "chat-preflight/sources" {
  export interface OpenPart {
    name: string | undefined;
    size: number;
    open(onTrouble: (trouble: object) => void): AsyncIterable<Uint8Array>;
  }
  export function partsOf(input: File, platform: object): OpenPart[];
}

declare module "chat-preflight/zip" {
  import type { OpenPart } from "chat-preflight/sources";
  export function unpacked(parts: OpenPart[], platform: object, pace: object): Promise<OpenPart[]>;
}

declare module "chat-preflight/plain" {
  import type { OpenPart } from "chat-preflight/sources";
  export function readPlain(
    part: OpenPart, platform: object, pace: object, onTrouble: (trouble: object) => void,
  ): { chunks(): AsyncIterable<Uint8Array> };
}

/** Which files of a folder or a zip are no data. */
declare module "chat-preflight/passed-over" {
  export function isPassedOver(path: string): boolean;
}

/** What each platform has, from the core's own lists. */
declare module "chat-preflight/platforms" {
  import type { Dialect, Platform, Resource } from "chat-preflight";
  const platforms: { name: Platform; title: string; resources: Resource[]; dialects: Dialect[] }[];
  export default platforms;
}

/** The JSON Schemas, made from the tables of the checks. */
declare module "chat-preflight/schemas" {
  const schemas: import("./reference/schemas").Schemas;
  export default schemas;
}

/** The registry of finding codes. */
declare module "chat-preflight/rules" {
  const rules: import("chat-preflight").Rule[];
  export default rules;
}

/** The words that the command line uses, too. */
declare module "chat-preflight/words" {
  import type { Dialect, Form, Platform, Resource } from "chat-preflight";
  export function titleOf(platform: Platform): string;
  export function readyFor(platform: Platform): string;
  export function describe(document: {
    platform: Platform | null; resource: Resource | null; dialect: Dialect | null; form: Form;
  }): string;
}

/** What a conversion leaves beside its data. */
declare module "chat-preflight/beside" {
  import type { Conversion } from "chat-preflight";
  export function filesBeside(
    conversion: Conversion, uploads: { url: string; token?: string | null }[],
  ): Iterable<[name: string, texts: Iterable<string>]>;
}

/** Files that a conversion may be given; what is wrong with one is the end of a sentence that names it. */
declare module "chat-preflight/carried" {
  import type { ChangedId, Platform } from "chat-preflight";
  export function idsOf(text: string, conversion: { from: Platform | undefined; to: Platform }): ChangedId[];
  export function uploadsOf(text: string): { url: string; token?: string | null }[];
  export function channelIdsOf(text: string): Record<string, number | string>;
}

declare module "chat-preflight/outcome-words" {
  import type { Conversion, Loss } from "chat-preflight";
  export const TREATMENTS: Record<Loss["treatment"], string>;
  export function shortcomings(conversion: Conversion): string[];
  export function about(seconds: number): string;
}

/** Trusted types, as far as the page uses them; browsers without them have no such global. */
declare const trustedTypes:
  | { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } }
  | undefined;
