// Which resources there are, so that a wrong one is refused before anything is read.
import { PreflightError } from "./errors.js";
import PLATFORMS from "./platforms.js";

/** Throws unless the platform has that resource; unless any has it, where the platform is not given. */
export function demandResource(resource, platform) {
  if (resource === undefined) return;
  const asked = PLATFORMS.filter(({ name }) => name === platform);
  const held = new Set((asked.length > 0 ? asked : PLATFORMS).flatMap(({ resources }) => resources));
  if (held.has(resource)) return;
  const whose = asked.length > 0 ? `${asked[0].title} has` : "there are";
  throw new PreflightError("bad-option", `resource is ${JSON.stringify(resource)}; ${whose} ${[...held].join(", ")}`);
}
