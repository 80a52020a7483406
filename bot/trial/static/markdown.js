// Discord's markup as page elements; whatever is not markup stays text.

const INLINE = new RegExp([
  String.raw`\\(?<escaped>[^\w\s])`,
  String.raw`(?<ticks>\x60+)(?<code>[^\x60]|[^\x60].*?[^\x60])\k<ticks>(?!\x60)`,
  String.raw`\[(?<label>(?:\\.|[^\]\\])+)\]\(<?(?<to>https?:[^\s>]+?)>?\)`,
  String.raw`<t:(?<at>-?\d+)(?::(?<style>[tTdDfFR]))?>`,
  String.raw`<(?<sigil>@&|@!?|#)(?<id>\d+)>`,
  String.raw`</(?<command>[^:>]+):\d+>`,
  String.raw`<?(?<url>https?:\/\/[^\s<>]+[^\s<>.,:;"')\]])>?`,
  String.raw`\*\*(?<bold>(?:\\.|[^\\])+?)\*\*(?!\*)`,
  String.raw`(?<![\w*])\*(?<slanted>(?:\\.|[^\\*\s])(?:\\.|[^\\*])*?)(?<!\s)\*`,
  String.raw`__(?<under>.+?)__`,
  String.raw`(?<!\w)_(?<italic>[^_]+?)_(?!\w)`,
  String.raw`~~(?<gone>.+?)~~`,
].join("|"), "gs");

const TAGS = { bold: "strong", slanted: "em", italic: "em", under: "u", gone: "s" };

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

/** As far as JavaScript can count time, in seconds on either side of the epoch. */
const LAST = 8.64e12;

/** An instant (epoch seconds) in the zone of whoever looks. */
export function moment(at, style = "f") {
  return new Intl.DateTimeFormat("en-GB", STYLES[style]).format(at * 1000);
}

/** How far an instant is from the page's own now: "in 3 days". */
function distance(at, now) {
  const spans = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const [unit, seconds] = spans.find(([, length]) => Math.abs(at - now) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round((at - now) / seconds), unit);
}

/** An element with properties and children; a child may be text. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** A text with its markup; `world` has the names and the time. */
export function inline(text, world) {
  const made = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    made.append(text.slice(from, found.index), piece(found.groups, world) ?? found[0]);
    from = found.index + found[0].length;
  }
  made.append(text.slice(from));
  return made;
}

/** One piece of markup as an element; null if there is nothing that it could show. */
function piece(found, world) {
  if (found.escaped) return found.escaped;
  if (found.code) return el("code", {}, found.code);
  if (found.at) return time(Number(found.at), found.style, world);
  if (found.id) return mention(found.sigil, found.id, world);
  if (found.command) return el("span", { className: "mention" }, `/${found.command}`);
  const to = found.to ?? found.url;
  if (to) {
    const shown = found.label ? inline(found.label, world) : to;
    return el("a", { href: to, target: "_blank", rel: "noopener noreferrer" }, shown);
  }
  const [name, content] = Object.entries(found).find(([key, value]) => key in TAGS && value !== undefined);
  return el(TAGS[name], {}, inline(content, world));
}

function time(at, style, world) {
  if (Math.abs(at) > LAST) return null;
  const said = style === "R" ? distance(at, world.now) : moment(at, style);
  return el("time", { dateTime: new Date(at * 1000).toISOString(), title: moment(at, "F") }, said);
}

function mention(sigil, id, world) {
  const kinds = { "@&": "roles", "#": "channels" };
  const name = world.names[kinds[sigil] ?? "users"][id] ?? "unknown";
  return el("span", { className: "mention" }, `${sigil === "#" ? "#" : "@"}${name}`);
}

const LINES = [
  [/^(#{1,3}) (.*)$/, (found) => [`h${found[1].length + 3}`, found[2]]],
  [/^-# (.*)$/, (found) => ["small", found[1]]],
  [/^> ?(.*)$/, (found) => ["blockquote", found[1]]],
  [/^\s*[-*] (.*)$/, (found) => ["li", found[1]]],
];

/** A whole text: paragraphs, headings, lists, quotes, small print, blocks of code. */
export function markdown(text, world) {
  const made = el("div", { className: "text" });
  for (const [at, part] of text.split(/```(?:\w*\n)?([^]*?)```\n?/).entries()) {
    if (at % 2) made.append(el("pre", {}, part));
    else if (part) made.append(...blocks(part, world));
  }
  return made;
}

function blocks(text, world) {
  return text.replace(/\n$/, "").split("\n").map((line) => {
    for (const [pattern, read] of LINES) {
      const found = line.match(pattern);
      if (!found) continue;
      const [tag, content] = read(found);
      return el(tag, {}, inline(content, world));
    }
    return el("p", {}, inline(line, world));
  });
}
