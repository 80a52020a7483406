// The message field of a place: text, or a command with its options.

import { suggest } from "./choosing.js";
import { el } from "./markdown.js";

/** Where somebody writes, as `label` says; `act` does it, `ask` answers what a field may take, `world()` has the names. */
export class Composer {
  constructor(label, { act, commands, ask, world }) {
    Object.assign(this, { act, commands, ask, world });
    this.field = el("input", { placeholder: "Type / for commands", enterKeyHint: "send" });
    this.field.setAttribute("aria-label", label);
    this.options = el("div", { className: "options" });
    this.cancel = el("button", { type: "button", className: "cancel", hidden: true }, "Cancel");
    this.cancel.addEventListener("click", () => this.clear());
    this.node = el("form", { className: "composer" }, this.options, el("div", { className: "line" }, this.field, this.cancel, el("button", { className: "send" }, "Send")));
    this.offered = suggest(this.field, "Commands", (text) => this.find(text), (command) => this.take(command));
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.command) this.clear();
    });
  }

  /** Put something into it, as if typed, and wait there. */
  begin(text) {
    this.clear();
    this.field.focus();
    this.field.value = text;
    this.field.dispatchEvent(new Event("input"));
  }

  clear() {
    this.command = null;
    this.inputs = {};
    this.options.replaceChildren();
    this.field.value = "";
    this.field.readOnly = false;
    this.cancel.hidden = true;
    this.field.focus();
  }

  async find(text) {
    if (this.command || !text.startsWith("/")) return [];
    const typed = text.slice(1).toLowerCase();
    const known = await this.commands();
    const rank = (command) => (command.name.startsWith(typed) ? 0 : 1);
    return known
      .filter((command) => command.name.includes(typed))
      .sort((one, other) => rank(one) - rank(other))
      .map((command) => ({ ...command, name: `/${command.name}`, command }));
  }

  /** A command was chosen: send it if it has no options, else show a field for each. */
  take({ command }) {
    this.command = command;
    this.field.value = `/${command.name}`;
    if (command.options.length === 0) {
      this.send();
      return;
    }
    this.field.readOnly = true;
    this.cancel.hidden = false;
    this.inputs = Object.fromEntries(command.options.map((option) => [option.name, this.input(option)]));
    this.options.replaceChildren(...Object.values(this.inputs).map((input) => input.parentElement));
    (this.options.querySelector("[required]") ?? this.field).focus();
  }

  input(option) {
    const made = el("input", { required: option.required, placeholder: option.required ? "" : "optional", ...within(option) });
    made.setAttribute("aria-label", option.name);
    made.setAttribute("aria-description", option.about);
    el("label", { title: option.about }, el("b", {}, option.name), made, el("small", {}, option.about));
    const find = (text) => this.choices(option, text);
    if (option.typing || option.choices.length || ["boolean", "user"].includes(option.kind)) {
      suggest(made, option.about, find, (item) => {
        made.value = item.name;
        made.dataset.name = item.name;
        made.dataset.value = JSON.stringify(item.value);
      });
    }
    return made;
  }

  async choices(option, text) {
    if (option.typing) {
      const sent = { command: this.command.name, option: option.name, typed: text };
      return (await this.ask("offer", sent))?.choices ?? [];
    }
    const fixed = {
      boolean: [{ name: "True", value: true }, { name: "False", value: false }],
      user: Object.entries(this.world().names.users).map(([user, name]) => ({ name, value: { user } })),
    }[option.kind] ?? option.choices;
    return fixed.filter((choice) => choice.name.toLowerCase().includes(text.toLowerCase()));
  }

  /** What was chosen from a list, else what was typed, as the kind of the option wants it. */
  value(option, input) {
    if (input.dataset.name === input.value) return JSON.parse(input.dataset.value);
    return option.kind === "integer" ? Number(input.value) : input.value;
  }

  async send() {
    const text = this.field.value.trim();
    this.offered.close();
    if (this.command) {
      const filled = this.command.options.filter((option) => this.inputs[option.name].value.trim());
      const options = Object.fromEntries(filled.map((option) => [option.name, this.value(option, this.inputs[option.name])]));
      const command = this.command.name;
      this.clear();
      await this.act("slash", { command, options });
    } else if (text.startsWith("/")) {
      const command = (await this.commands()).find((each) => `/${each.name}` === text);
      if (command) this.take({ command });
      else this.field.dispatchEvent(new Event("input"));
    } else if (text) {
      this.clear();
      await this.act("say", { text });
    }
  }
}

/** What Discord would take: a whole number within its bounds, a text of some length. */
function within({ kind, typing, choices, least, most }) {
  if (typing || choices.length) return {};
  if (kind === "integer") return { type: "number", min: least ?? "", max: most ?? "" };
  return kind === "string" && most ? { maxLength: most } : {};
}
