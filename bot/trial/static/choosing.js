// Lists to choose from: below a field that one types into, or opened by a button.

import { el } from "./markdown.js";

let numbers = 0;

/** A list of things to choose from: `{name, about, chosen}` each; `picked` hears of the one that is chosen. */
export class List {
  constructor(owner, label, picked) {
    this.owner = owner;
    this.picked = picked;
    this.items = [];
    this.active = -1;
    this.node = el("ul", { id: `list-${numbers++}`, role: "listbox", className: "list", hidden: true });
    this.node.setAttribute("aria-label", label);
    owner.setAttribute("aria-controls", this.node.id);
    owner.setAttribute("aria-expanded", "false");
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
    this.node.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.pick([...this.node.children].indexOf(option));
    });
  }

  get open() {
    return !this.node.hidden;
  }

  show(items, active = 0) {
    this.items = items;
    this.node.replaceChildren(...items.map((item, at) => this.option(item, at)));
    this.node.hidden = items.length === 0;
    this.owner.setAttribute("aria-expanded", String(this.open));
    if (!this.node.isConnected) document.body.append(this.node);
    if (this.open) this.place();
    this.point(items.length ? active : -1);
  }

  option(item, at) {
    const made = el("li", { id: `${this.node.id}-${at}`, role: "option" }, el("b", {}, item.name));
    made.setAttribute("aria-selected", String(Boolean(item.chosen)));
    if (item.about) made.append(el("small", {}, item.about));
    return made;
  }

  /** Above the owner if there is more room there; never wider than the window. */
  place() {
    const at = this.owner.getBoundingClientRect();
    const below = window.innerHeight - at.bottom - 12;
    const above = at.top - 12;
    const style = this.node.style;
    style.maxHeight = `${Math.min(340, Math.max(below, above))}px`;
    style.width = `${Math.min(Math.max(at.width, 280), window.innerWidth - 16)}px`;
    style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - this.node.offsetWidth - 8))}px`;
    style.top = below >= Math.min(220, this.node.scrollHeight) || below > above ? `${at.bottom + 4}px` : "auto";
    style.bottom = style.top === "auto" ? `${window.innerHeight - at.top + 4}px` : "auto";
  }

  point(at) {
    this.active = at;
    for (const [number, option] of [...this.node.children].entries()) {
      option.classList.toggle("active", number === at);
    }
    const option = this.node.children[at];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.owner.setAttribute("aria-activedescendant", option.id);
    else this.owner.removeAttribute("aria-activedescendant");
  }

  pick(at) {
    const item = this.items[at];
    if (item) this.picked(item);
  }

  close() {
    this.show([]);
  }

  /** Arrows, Home, End, Enter, Tab and Escape while it is open; true if the key was for the list. */
  key(event) {
    if (!this.open) return false;
    const last = this.items.length - 1;
    const moves = {
      ArrowDown: this.active < last ? this.active + 1 : 0,
      ArrowUp: this.active > 0 ? this.active - 1 : last,
      PageDown: Math.min(last, this.active + 8),
      PageUp: Math.max(0, this.active - 8),
    };
    if (event.key in moves) this.point(moves[event.key]);
    else if (event.key === "Enter") this.pick(this.active);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}

/** A button that opens a menu. `most` options can be chosen; `chosen` hears of their values. */
export function menuButton(label, items, { least = 1, most = 1, chosen }) {
  const marked = items.filter((item) => item.chosen);
  const button = el("button", { className: "menu", type: "button" }, marked.map((item) => item.name).join(", ") || label);
  button.setAttribute("aria-haspopup", "listbox");
  button.setAttribute("aria-label", marked.length ? `${label}: ${button.textContent}` : label);
  const several = most > 1;
  const list = new List(button, label, (item) => {
    if (several) {
      item.chosen = !item.chosen;
      list.show(items, items.indexOf(item));
      return;
    }
    list.close();
    button.focus();
    chosen(least === 0 && item.chosen ? [] : [item.value]);
  });
  list.node.classList.toggle("several", several);
  const shut = () => {
    if (!list.open) return;
    list.close();
    const values = items.filter((item) => item.chosen).map((item) => item.value);
    if (several && values.length) chosen(values);
  };
  button.addEventListener("click", () => {
    if (list.open) shut();
    else list.show(items, Math.max(0, items.findIndex((item) => item.chosen)));
  });
  button.addEventListener("keydown", (event) => {
    if (several && list.open && event.key === " ") {
      event.preventDefault();
      list.pick(list.active);
    } else if (several && list.open && event.key === "Enter") {
      event.preventDefault();
      shut();
    } else if (!list.key(event) && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      button.click();
    }
  });
  button.addEventListener("blur", () => list.close());
  return button;
}

/** Offer things below a field while one types into it. `find(text)` gives them, perhaps later. */
export function suggest(field, label, find, picked) {
  const list = new List(field, label, (item) => {
    list.close();
    picked(item);
  });
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.autocomplete = "off";
  let asked = 0;
  const offer = async () => {
    const number = ++asked;
    const items = await find(field.value);
    if (number === asked && document.activeElement === field) list.show(items, items.length && field.value ? 0 : -1);
  };
  field.addEventListener("input", offer);
  field.addEventListener("focus", offer);
  field.addEventListener("blur", () => {
    asked++;
    list.close();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && list.active < 0) return;
    if (list.key(event)) asked++;
  });
  return { close: () => { asked++; list.close(); } };
}
