// A message as page elements: what Discord stores of it, drawn the way people see it.

import { menuButton } from "./choosing.js";
import { el, markdown, moment } from "./markdown.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger" };
const ENTITIES = { 5: "users", 6: "roles", 8: "channels" };

/** One message; `act(deed, sent)` is called for what is pressed or chosen on it. One that can't be drawn leaves its place. */
export function draw(message, world, act) {
  try {
    return article(message, world, act);
  } catch (error) {
    console.error(error);
    return el("article", { className: "message", tabIndex: -1 }, el("p", { className: "body" }, "(a message that this page can't draw)"));
  }
}

function article(message, world, act) {
  const said = (deed, sent) => act(deed, { ...sent, message: message.id });
  const made = el("article", { className: message.private ? "message private" : "message", tabIndex: -1 });
  made.dataset.id = message.id;
  made.setAttribute("aria-label", `${message.author}, ${when(message, world)}`);
  if (message.typed) made.append(el("p", { className: "typed" }, message.typed));
  made.append(face(message), heading(message, world, said));
  const body = el("div", { className: "body" });
  if (message.content) body.append(markdown(message.content, world));
  const shown = JSON.stringify(message.components);
  const files = message.files.filter((file) => !shown.includes(file.url)).map(attached);
  const embeds = message.embeds.map((each) => embed(each, world));
  // A picture stands above what is embedded, unless it belongs into that.
  body.append(...(message.embeds.some((each) => each.image) ? [...embeds, ...files] : [...files, ...embeds]));
  body.append(...message.components.map((each) => component(each, world, said, message.files)));
  if (message.private) body.append(el("p", { className: "only" }, `Only ${message.asker} can see this`));
  made.append(body);
  return made;
}

function face(message) {
  if (message.bot) return el("img", { className: "face", src: "static/cairn.svg", alt: "" });
  const made = el("span", { className: "face" }, message.author.slice(0, 1));
  made.setAttribute("aria-hidden", "true");
  return made;
}

function heading(message, world, act) {
  const at = el("time", { title: moment(message.at, "F") }, when(message, world));
  const app = message.bot ? el("span", { className: "app" }, "APP") : null;
  return el("header", {}, el("h3", {}, message.author), app, at, apps(message, act));
}

/** What can be done with a message by its menu; nothing with an answer that one person alone sees. */
function apps(message, act) {
  if (message.private || message.menus.length === 0) return null;
  const items = message.menus.map((name) => ({ name, value: name }));
  const made = menuButton("Apps", items, { chosen: ([command]) => act("menu", { command }) });
  made.classList.add("apps");
  made.setAttribute("aria-label", `Apps for the message of ${message.author}`);
  return made;
}

function when({ at }, world) {
  const day = moment(at, "d") === moment(world.now, "d") ? "" : `${weekday(at)} `;
  return `${day}${moment(at, "t")}`;
}

function weekday(at) {
  return new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" }).format(at * 1000);
}

function embed(each, world) {
  const made = el("div", { className: "card" });
  made.style.setProperty("--accent", colour(each.color));
  if (each.title) made.append(el("h4", {}, each.title));
  if (each.description) made.append(markdown(each.description, world));
  if (each.footer) made.append(el("small", {}, each.footer.text));
  return made;
}

function colour(number) {
  return number === null || number === undefined ? "transparent" : `#${number.toString(16).padStart(6, "0")}`;
}

function attached(file) {
  return file.name.endsWith(".png") ? picture(file.url, file.about) : download(file);
}

function picture(url, about) {
  return el("a", { className: "picture", href: url, target: "_blank" }, el("img", { src: url, alt: about }));
}

function download(file) {
  return el("a", { className: "file", href: file.url, download: file.name }, `Download ${file.name}`);
}

function component(each, world, act, files) {
  const inner = (parts) => parts.map((part) => component(part, world, act, files));
  switch (each.type) {
    case 1: return el("div", { className: "row" }, ...inner(each.components));
    case 2: return button(each, act);
    case 3: case 5: case 6: case 8: return menu(each, world, act);
    case 10: return markdown(each.content, world);
    case 12: return el("div", {}, ...each.items.map((item) => picture(item.media.url, item.description ?? "")));
    case 13: return download(files.find((file) => each.file.url.endsWith(file.name)) ?? files[0]);
    case 14: return el("hr");
    case 17: {
      const made = el("div", { className: "card" }, ...inner(each.components));
      made.style.setProperty("--accent", colour(each.accent_color));
      return made;
    }
    default: return el("p", {}, `(a part of kind ${each.type})`);
  }
}

function button(each, act) {
  const made = el("button", { className: STYLES[each.style], type: "button", disabled: each.disabled ?? false }, each.label);
  made.dataset.press = each.custom_id;
  made.addEventListener("click", () => act("press", { custom_id: each.custom_id }));
  return made;
}

/** A menu with its options, or of the server's people, roles or channels. */
function menu(each, world, act) {
  const preset = (each.default_values ?? []).map((value) => String(value.id));
  const items = each.type in ENTITIES
    ? Object.entries(world.names[ENTITIES[each.type]]).map(([value, name]) => ({ name: `${each.type === 8 ? "#" : "@"}${name}`, value, chosen: preset.includes(value) }))
    : each.options.map((option) => ({ name: option.label, value: option.value, about: option.description, chosen: option.default }));
  const made = menuButton(each.placeholder ?? "Choose", items, {
    least: each.min_values ?? 1,
    most: each.max_values ?? 1,
    chosen: (values) => act("choose", { custom_id: each.custom_id, values }),
  });
  made.dataset.press = each.custom_id;
  return made;
}
