export default {
  base: "./",
  // The worker loads parts of the package when they are needed.
  worker: { format: "es" },
};
