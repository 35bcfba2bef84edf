export default {
  base: "./",
  // The worker loads the rarer parts of the package when they are needed; else all of it would be one file.
  worker: { format: "es" },
};
