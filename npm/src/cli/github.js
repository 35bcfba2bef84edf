// Workflow commands of GitHub Actions: findings become annotations of a run.

const COMMAND = { error: "error", warning: "warning", info: "notice" };

/** One command a finding. `columnAt` gives columns as editors count them. */
export function githubAnnotations({ findings, sources }, columnAt) {
  return findings
    .map(({ code, severity, message, help, position }) => {
      const column = columnAt(position);
      const properties = [
        ["file", sources[position.source]?.name ?? "input"],
        ["line", position.line],
        ...(column === undefined ? [] : [["col", column]]),
        ["title", `chat-preflight: ${code}`],
      ];
      const text = help ? `${message}\n${help}` : message;
      return `::${COMMAND[severity]} ${properties.map(([name, value]) => `${name}=${property(String(value))}`).join(",")}::${data(text)}\n`;
    })
    .join("");
}

function data(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text) {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
