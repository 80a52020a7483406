// The page: a clock, five hints, and three panes that follow the simulated server as it changes.

import { Composer } from "./composer.js";
import { fill } from "./form.js";
import { draw } from "./message.js";
import { el, moment } from "./markdown.js";

const PANES = [
  { who: "robin", title: "Robin, a member", short: "Robin", home: "#general" },
  { who: "robin", title: "Robin's direct messages", short: "Robin's DMs", home: "dm" },
  { who: "mona", title: "Mona, a moderator", short: "Mona", home: "#roadmap-updates" },
];
const NAMES = { robin: "Robin", mona: "Mona" };

let world = null;
const said = document.getElementById("said");

/** What came of it; null if nothing did, and why is said. */
async function act(deed, sent) {
  document.body.classList.add("busy");
  try {
    const answer = await fetch(`act/${deed}`, { method: "POST", body: JSON.stringify(sent) });
    if (answer.ok) return await answer.json();
    say(await answer.text());
  } catch {
    say("The page lost the terminal it belongs to. Start ./cairn try again.");
  } finally {
    document.body.classList.remove("busy");
  }
  return null;
}

/** Say it for eight seconds, or, while something is still to come of it, until the next thing is said. */
function say(text, { waits = false } = {}) {
  said.textContent = text;
  clearTimeout(say.later);
  if (!waits) say.later = setTimeout(() => (said.textContent = ""), 8000);
}

/** One conversation as one person sees it. */
class Pane {
  constructor({ who, title, short, home }, number) {
    Object.assign(this, { who, title, home, number });
    this.drawn = new Map();
    this.read = new Map();
    this.log = el("div", { className: "log", role: "log", tabIndex: 0 });
    this.log.setAttribute("aria-label", title);
    this.log.addEventListener("click", (event) => this.follow(event));
    this.channels = el("div", { className: "channels", role: "group" });
    this.channels.setAttribute("aria-label", "Channels");
    this.composer = new Composer(home === "dm" ? `${NAMES[who]} writes to Cairn` : `${NAMES[who]} writes`, {
      act: (deed, sent) => this.act(deed, sent),
      ask: (deed, sent) => act(deed, { ...this.here, ...sent }),
      commands: async () => (await fetch(`commands/${this.who}/${this.place.id}`)).json(),
      world: () => world,
    });
    this.node = el("section", { id: `pane-${number}` }, el("header", {}, el("h2", {}, title), home === "dm" ? el("p", {}, "with Cairn") : this.channels), this.log, this.composer.node);
    this.node.setAttribute("aria-label", title);
    this.tab = el("button", { role: "tab", type: "button" }, short);
    this.tab.setAttribute("aria-controls", this.node.id);
    this.tab.addEventListener("click", () => look(this));
  }

  get here() {
    return { who: this.who, where: this.place.id };
  }

  async act(deed, sent) {
    const answer = await act(deed, { ...this.here, ...sent });
    if (answer?.form) fill(answer.form, (values) => this.act("submit", { form: answer.form.custom_id, values }));
    if (answer?.silent) say("Cairn did not answer. The terminal says why.");
    return answer;
  }

  show(key) {
    this.chosen = key;
    this.log.replaceChildren();
    this.drawn.clear();
    this.update();
  }

  /** A link to a message of this server leads to its channel, here on the page. */
  follow(event) {
    const key = event.target.closest("a")?.href.match(/^https:\/\/discord\.com\/channels\/\d+\/(\d+)/)?.[1];
    if (!key) return;
    event.preventDefault();
    const pane = this.home === "dm" ? panes[0] : this;
    pane.show(key);
    look(pane);
  }

  update() {
    const all = world.people[this.who];
    const places = this.home === "dm" ? all.filter((each) => each.id === "dm") : all.filter((each) => each.id !== "dm");
    this.place = places.find((each) => each.id === (this.chosen ?? "")) ?? places.find((each) => [each.id, each.name].includes(this.home));
    const shows = this.node.offsetParent !== null;
    if (shows) this.read.set(this.place.id, this.newest(this.place));
    this.channels.replaceChildren(...places.map((each) => this.channel(each)));
    this.tab.classList.toggle("news", !shows && this.news(this.place));
    const menus = this.home === "dm" ? [] : world.menus;
    this.fillLog(this.place.messages.map((each) => ({ ...each, menus, asker: NAMES[this.who] })));
  }

  channel(place) {
    const made = el("button", { type: "button" }, place.name);
    made.setAttribute("aria-pressed", String(place === this.place));
    made.classList.toggle("news", place !== this.place && this.news(place));
    made.addEventListener("click", () => this.show(place.id));
    return made;
  }

  newest(place) {
    return place.messages.at(-1)?.id ?? "0";
  }

  news(place) {
    return this.newest(place) !== (this.read.get(place.id) ?? "0");
  }

  /** Draw what is new or changed, leave the rest alone, and keep the focus where it was. */
  fillLog(messages) {
    if (messages.length === 0) {
      const empty = this.home === "dm" ? "Nothing here yet. Cairn writes once Robin has enrolled." : "Nothing here yet.";
      this.log.replaceChildren(el("p", { className: "empty" }, empty));
      return;
    }
    this.log.querySelector(".empty")?.remove();
    const known = new Set(messages.map((each) => each.id));
    for (const [id, { node }] of this.drawn) {
      if (known.has(id)) continue;
      node.remove();
      this.drawn.delete(id);
    }
    let newest = null;
    const follows = this.left() < 1;
    for (const message of messages) {
      const written = JSON.stringify([message, world.names, moment(world.now, "d")]);
      const before = this.drawn.get(message.id);
      if (before?.written === written) continue;
      const node = draw(message, world, (deed, sent) => this.act(deed, sent));
      if (before) this.replace(before.node, node);
      else this.log.append(node);
      if (!before || (follows && node === this.log.lastElementChild)) newest = node;
      this.drawn.set(message.id, { written, node });
    }
    if (newest) requestAnimationFrame(() => this.reach(newest));
  }

  /** How far the log can still go down, in pixels. */
  left() {
    return this.log.scrollHeight - this.log.clientHeight - this.log.scrollTop;
  }

  /** Go down to the end of a message, but not past its beginning. */
  reach(node) {
    const above = node.getBoundingClientRect().top - this.log.getBoundingClientRect().top;
    this.log.scrollTop += Math.max(0, Math.min(this.left(), above));
  }

  replace(before, node) {
    const press = before.contains(document.activeElement) ? document.activeElement.dataset.press : null;
    before.replaceWith(node);
    if (press) (node.querySelector(`[data-press="${CSS.escape(press)}"]`) ?? node).focus({ preventScroll: true });
  }
}

const panes = PANES.map((each, number) => new Pane(each, number));

/** On a narrow page one pane shows at a time. */
function look(pane) {
  for (const each of panes) {
    each.node.classList.toggle("shown", each === pane);
    each.tab.setAttribute("aria-selected", String(each === pane));
    each.tab.tabIndex = each === pane ? 0 : -1;
  }
  if (world) for (const each of panes) each.update();
  pane.log.lastElementChild?.scrollIntoView({ block: "nearest" });
}

const HELP = [
  () => begin(0, "/start"),
  () => begin(0, "/next"),
  () => document.querySelector("[data-span=week]").focus(),
  () => { look(panes[1]); [...panes[1].log.querySelectorAll("article")].at(-1)?.querySelector("[data-press]")?.focus(); },
  () => begin(2, "/setup"),
];

function begin(number, text) {
  look(panes[number]);
  panes[number].composer.begin(text);
}

function story() {
  const first = world.story.findIndex((each) => !each.lived);
  const all = first < 0 ? el("li", { className: "next all" }, "That was all five. The rest is yours to try.") : null;
  document.getElementById("story").replaceChildren(...world.story.map((each, at) => {
    const mark = el("span", { className: "mark" }, each.lived ? "✓" : String(at + 1));
    mark.setAttribute("aria-hidden", "true");
    const button = el("button", { type: "button" }, mark, el("b", {}, each.title), el("small", {}, each.how));
    button.setAttribute("aria-label", `${each.lived ? "Done: " : ""}${each.title}: ${each.how}`);
    button.addEventListener("click", HELP[at]);
    return el("li", { className: each.lived ? "lived" : at === first ? "next" : "" }, button);
  }), ...(all ? [all] : []));
}

function follow(state) {
  world = state;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone.split("/").at(-1).replaceAll("_", " ");
  const [hour, place] = [el("b", {}, moment(world.now, "F")), el("span", {}, ` ${zone} time`)];
  const clock = document.getElementById("clock");
  if (clock.firstChild?.textContent !== hour.textContent) clock.replaceChildren(hour, place);
  document.querySelector("[data-deed=dm]").textContent = world.dm_open ? "Robin closes DMs" : "Robin opens DMs";
  const join = document.querySelector("[data-deed=join]");
  join.disabled = world.crowded;
  join.textContent = world.crowded ? "Thirty members joined" : "Thirty members join";
  story();
  for (const pane of panes) pane.update();
  document.body.classList.add("ready");
}

document.getElementById("tabs").append(...panes.map((pane) => pane.tab));
document.querySelector("main").append(...panes.map((pane) => pane.node));
document.getElementById("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const at = panes.findIndex((pane) => pane.tab === document.activeElement);
  const next = panes[(at + step + panes.length) % panes.length];
  look(next);
  next.tab.focus();
});
/** What a deed leads to, said before it is done: what is to be seen of it may come sooner or later than the answer. */
const SAYS = {
  dm: () => world.dm_open ? "Robin takes no direct messages any more." : "Robin takes direct messages again.",
  join: () => "Thirty members joined, and 25 of them enrolled. Mona sees them in /community.",
};
for (const button of document.querySelectorAll("#tools button")) {
  button.addEventListener("click", async () => {
    const { deed, span } = button.dataset;
    const led = SAYS[deed]?.();
    if (deed === "join") say("They are coming …", { waits: true });
    if ((await act(deed, { span })) && led) say(led);
  });
}
look(panes[0]);
const events = new EventSource("events");
events.onmessage = (event) => follow(JSON.parse(event.data));
events.onerror = () => say("The terminal has ended this. Start ./cairn try again, and open the new address.");
