/** Vite reads these files when the page is built; the page has their texts. */
interface ImportMeta {
  glob(pattern: string, options: { query: "?raw"; import: "default"; eager: true }): Record<string, string>;
}

declare module "*.css";

declare module "*?worker&url" {
  const url: string;
  export default url;
}

/** The package's own decompressor: what it gives is what the checker saw. */
declare module "chat-preflight/gzip" {
  export function gunzip(chunks: AsyncIterable<Uint8Array>, onTrouble: (trouble: object) => void): AsyncIterable<Uint8Array>;
}

/** What each platform has, from the core's own lists. */
declare module "chat-preflight/platforms" {
  import type { Dialect, Platform, Resource } from "chat-preflight";
  const platforms: { name: Platform; title: string; resources: Resource[]; dialects: Dialect[] }[];
  export default platforms;
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
