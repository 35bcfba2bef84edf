//! The worker's promise that it sends nothing anywhere.

/** Every way a worker has to talk to another machine, but for `import`, of which the worker has none left to do. */
const DOORS = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "RTCPeerConnection",
  "BroadcastChannel", "SharedWorker", "Worker", "importScripts", "caches", "indexedDB",
];

/**
 * Takes the network away from this worker, once the checker is loaded and before it sees a file.
 *
 * A policy in a `meta` element binds the page but not the workers that it starts from a URL, and a static host may
 * not be able to send headers. So the worker closes the doors itself; nothing it runs can open them again.
 */
export function closeNetwork(): void {
  for (const name of DOORS) {
    for (let holder: object | null = globalThis; holder !== null; holder = Object.getPrototypeOf(holder) as object | null) {
      // A browser that lets one of them stay has no better way; the others still go.
      if (Object.hasOwn(holder, name)) Reflect.deleteProperty(holder, name);
    }
    Reflect.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });
  }
  if (typeof navigator !== "undefined") Reflect.defineProperty(navigator, "sendBeacon", { value: undefined });
}
