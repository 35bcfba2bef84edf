// Small inputs are checked before V8 has optimised the wasm for them, and a process ends only when its compiler threads
// have ended: without them the command is back a third sooner.

/** Bytes, compressed or not. */
const SMALL = 64 << 10;

/** Has the wasm compiled by the fast compiler alone if the inputs are small. To be called before it is loaded. */
export async function hurryIfSmall(inputs) {
  const size = inputs.reduce((sum, { source }) => sum + (source.size ?? Infinity), 0);
  if (size > SMALL) return;
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--liftoff-only");
}
