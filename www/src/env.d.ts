declare module "*?raw" {
  const text: string;
  export default text;
}

declare module "*?worker&url" {
  const url: string;
  export default url;
}

/** The package's own decompressor: what it gives is what the checker saw. */
declare module "chat-preflight/gzip" {
  export function gunzip(chunks: AsyncIterable<Uint8Array>, onTrouble: (trouble: object) => void): AsyncIterable<Uint8Array>;
}

/** Trusted types, as far as the page uses them; browsers without them have no such global. */
declare const trustedTypes:
  | { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } }
  | undefined;
