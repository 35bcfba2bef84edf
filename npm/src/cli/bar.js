// Whether there is somebody to show progress to.

/** The bar, if standard error is a terminal and nobody wants quiet. */
export async function progressBar({ quiet }) {
  if (quiet || !process.stderr.isTTY || process.env.TERM === "dumb") return undefined;
  const { createBar } = await import("./progress.js");
  return createBar(process.stderr);
}
