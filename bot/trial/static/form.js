// A form that opened: a dialog with its fields.

import { el } from "./markdown.js";

/** Show it; `send(values)` is called with what was typed, and nothing is if it is cancelled. What was not taken stays. */
export function fill(form, send) {
  const fields = form.components.flatMap((each) => each.component ? [[each, each.component]] : each.components.map((part) => [part, part]));
  const inputs = fields.map(([label, input]) => [input.custom_id, field(label, input)]);
  const cancel = el("button", { type: "button", className: "secondary" }, "Cancel");
  const dialog = el("dialog", {}, el("form", { method: "dialog" },
    el("h2", { id: "form-title" }, form.title),
    ...inputs.map(([, made]) => made),
    el("div", { className: "row" }, el("button", { className: "primary" }, "Submit"), cancel)));
  dialog.setAttribute("aria-labelledby", "form-title");
  const said = document.getElementById("said");
  const home = said.parentElement;
  dialog.addEventListener("close", () => {
    home.append(said);
    dialog.remove();
  });
  cancel.addEventListener("click", () => dialog.close());
  dialog.querySelector("form").addEventListener("submit", async () => {
    const answer = await send(Object.fromEntries(inputs.map(([name, made]) => [name, made.querySelector("input, textarea").value])));
    if (!answer) open(said);
  });
  const open = (...told) => {
    dialog.append(...told);
    document.body.append(dialog);
    dialog.showModal();
  };
  open();
}

function field(label, input) {
  const long = input.style === 2;
  const made = el(long ? "textarea" : "input", {
    value: input.value ?? "",
    placeholder: input.placeholder ?? "",
    required: input.required ?? true,
    maxLength: input.max_length ?? 4000,
    minLength: input.min_length ?? 0,
  });
  if (long) made.rows = 6;
  return el("label", {}, el("b", {}, label.label), el("small", {}, label.description ?? ""), made);
}
