// Lets nobody upload a file that the platform would refuse. Whoever wants to can send a file without this page, so the server
// has to check as well: see ../edge.

const form = document.querySelector("form");
const [input, button] = [form.elements.file, form.querySelector("button")];
const [verdict, findings] = [document.getElementById("verdict"), document.getElementById("findings")];

let worker;

/** Checks the file that is chosen now, and forgets about the one before. */
function checkChosen() {
  worker?.terminate();
  button.disabled = true;
  findings.replaceChildren();
  const [file] = input.files;
  if (file === undefined) {
    verdict.textContent = "Choose a file.";
    return;
  }
  verdict.textContent = `Checking ${file.name}…`;
  worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data: { progress, failure, report } }) => {
    if (progress !== undefined) verdict.textContent = `Checking ${file.name}: ${Math.round(100 * progress)} %`;
    if (failure !== undefined) verdict.textContent = `${file.name} could not be checked: ${failure}`;
    if (report !== undefined) show(file, report);
  };
  worker.onerror = () => {
    verdict.textContent = `${file.name} could not be checked: the checker did not load`;
  };
  worker.postMessage(file);
}

/** As text, never as markup: it holds what somebody wrote into the file. */
function show(file, { ok, count, first }) {
  button.disabled = !ok;
  verdict.textContent = ok ? `${file.name} can be uploaded.` : `${file.name} has errors. Mend them, and choose the file again.`;
  findings.replaceChildren(...first.map(({ severity, message, help, position }) => {
    const item = document.createElement("li");
    item.textContent = `${severity}, line ${position.line}, column ${position.column}: ${message}${help ? `; ${help}` : ""}`;
    return item;
  }));
  if (count > first.length) verdict.textContent += ` These are the first ${first.length} of ${count} findings.`;
}

input.addEventListener("change", checkChosen);
// A browser that comes back to the page may have kept the choice.
if (input.files.length > 0) checkChosen();
