/** Vite reads these files when the page is built; the page has their texts. */
interface ImportMeta {
  glob(pattern: string, options: { query: "?raw"; import: "default"; eager: true }): Record<string, string>;
}

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

/** Trusted types, as far as the page uses them; browsers without them have no such global. */
declare const trustedTypes:
  | { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } }
  | undefined;
