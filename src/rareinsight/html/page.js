(() => {
"use strict";
const all = (query, root = document) => [...root.querySelectorAll(query)];
const one = (query, root = document) => root.querySelector(query);
const shown = one("#shown");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let byName = new Map(), byNumber = new Map(), lit = [], picked = [], chosen = null;

/* An article is shown: index its nodes and citations. */
const index = (map, key, element) => { map.has(key) ? map.get(key).push(element) : map.set(key, [element]); };
const setUp = () => {
  byName = new Map(); byNumber = new Map(); lit = []; picked = []; chosen = null;
  for (const e of all("[data-n]", shown)) for (const name of e.dataset.n.split(" ")) if (name) index(byName, name, e);
  for (const e of all("[data-c]", shown)) for (const number of e.dataset.c.split(" ")) index(byNumber, number, e);
  for (const query of [".read .s li", ".text .i"]) one(query, shown)?.setAttribute("tabindex", "0");
};

/* Highlight a node wherever it is shown. */
const dark = () => { for (const e of lit) e.classList.remove("lit"); lit = []; };
const light = (element) => {
  dark();
  for (const name of element.dataset.n.split(" ")) for (const e of byName.get(name) ?? []) {
    e.classList.add("lit"); lit.push(e);
  }
};
/* Scroll to its counterpart: by default only inside the box with the text, which scrolls on its own. */
const reveal = (element, anywhere) => {
  const inside = element.closest(".side"), name = element.dataset.n.split(" ")[0];
  const other = (byName.get(name) ?? []).find((e) =>
    inside ? e.closest(".read") : e.closest(".why:not([hidden]), .text:not([hidden])"));
  if (!other) return null;
  const box = other.closest(".text, .why"), behavior = calm.matches ? "auto" : "smooth";
  if (anywhere) other.scrollIntoView({ block: "center", behavior });
  else if (box && box.scrollHeight > box.clientHeight) {
    const a = other.getBoundingClientRect(), b = box.getBoundingClientRect();
    if (a.top < b.top || a.bottom > b.bottom)
      box.scrollTo({ top: box.scrollTop + a.top - b.top - b.height / 3, behavior });
  }
  return other;
};

/* Select a paragraph: highlight everything that cites it, and show its text. */
const choose = (number) => {
  for (const [e, name] of picked) {
    e.classList.remove(name);
    if (e.matches("button")) e.setAttribute("aria-pressed", "false");
  }
  picked = [];
  const sheet = one(".sheet", shown);
  chosen = number === chosen ? null : number;
  sheet.hidden = chosen === null;
  if (chosen === null) return sheet.replaceChildren();
  const mark = (e, name) => { e.classList.add(name); picked.push([e, name]); };
  const resting = new Set();
  for (const e of byNumber.get(chosen) ?? []) {
    mark(e, "chosen");
    if (e.matches("button")) e.setAttribute("aria-pressed", "true");
    const item = e.closest("li");
    if (item) resting.add(item);
  }
  for (const item of resting) for (const e of byName.get(item.dataset.n)) if (!e.closest("svg")) mark(e, "rests");
  const add = (tag, text, name) => {
    const e = Object.assign(document.createElement(tag), { textContent: text, className: name ?? "" });
    sheet.append(e);
    return e;
  };
  sheet.replaceChildren();
  const known = one(`.refs [data-p="${chosen}"] p`, shown);
  const name = (/^\d+$/.test(chosen) ? "Paragraph " : "") + decodeURIComponent(chosen);
  add("h2", `${name} · cited by ${resting.size === 1 ? "1 insight" : `${resting.size} insights`}`);
  if (known) sheet.append(known.cloneNode(true));
  else add("p", one(".refs", shown) ? "It is not among the references." : "Its text is not linked.", "by");
  Object.assign(add("button", "×"), { ariaLabel: "Close", onclick: () => choose(chosen) });
};

shown.addEventListener("pointerover", (event) => {
  const element = event.target.closest("[data-n]");
  if (!element?.dataset.n) return dark();
  light(element);
  if (event.pointerType === "mouse" && element.closest(".read, .plot")) reveal(element, false);
});
shown.addEventListener("pointerleave", dark);
shown.addEventListener("focusin", (event) => {
  const element = event.target.closest("[data-n]");
  if (element?.dataset.n && event.target.matches(":focus-visible")) { light(element); reveal(element, false); }
});
shown.addEventListener("click", (event) => {
  const cited = event.target.closest("button.c, .text .b, svg [data-c]");
  if (cited) return choose(cited.dataset.c.split(" ")[0]);
  const element = event.target.closest(".text [data-n], svg [data-n]");
  if (element?.dataset.n && !getSelection().toString()) reveal(element, true);
});
shown.addEventListener("change", (event) => {
  if (!event.target.matches(".switch input")) return;
  const why = one(".why", shown), kept = one("template", why);
  if (kept) {
    why.replaceChildren(kept.content);
    for (const e of all("[data-n]", why)) index(byName, e.dataset.n, e);
  }
  why.hidden = !event.target.checked;
  one(".text", shown).hidden = event.target.checked;
});

/* Keys: arrows move between insights, Enter goes to the counterpart, Escape deselects. */
const move = (element, step) => {
  const query = element.matches("li") ? ".read .s li" : ".text .i";
  let items = all(query, shown);
  if (query === ".text .i") items = items.filter((e, at) => !at || e.dataset.n.split(" ")[0] !== items[at - 1].dataset.n.split(" ")[0]);
  const next = items[items.indexOf(element) + step];
  if (!next) return;
  element.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
};
document.addEventListener("keydown", (event) => {
  const element = event.target;
  if (event.key === "Escape") { if (chosen !== null) choose(chosen); dark(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || !element.matches(".read .s li, .text .i")) return;
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step) { event.preventDefault(); move(element, step); }
  else if (event.key === "Enter") {
    const other = reveal(element, true);
    if (other) { other.tabIndex = 0; other.focus({ preventScroll: true }); light(other); }
  }
});

if (one("#list")) {
  const items = all("#list li"), links = items.map((item) => one("a", item));
  const search = one("#search"), source = one("#source"), only = one("#only"), found = one("#found");
  const marks = items.map((item) => item.dataset.f.split(" "));
  const words = new Array(items.length);
  const wordsOf = (at) => words[at] ??= (items[at].textContent + " " +
    one(".read", document.getElementById(`a${at + 1}`).content).textContent).toLowerCase();
  let ahead = 0;
  const read = (deadline) => {
    while (ahead < items.length && deadline.timeRemaining() > 2) wordsOf(ahead++);
    if (ahead < items.length) later(read);
  };
  const later = window.requestIdleCallback ?? ((run) => setTimeout(run, 20, { timeRemaining: () => 5 }));
  const step = 200, more = one("#more");
  let most = step;
  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    items.forEach((item, at) => {
      const fits = (!source.value || marks[at][0] === source.value)
        && (!only.value || marks[at].includes(only.value, 1)) && wanted.every((word) => wordsOf(at).includes(word));
      count += fits;
      const there = fits && count <= most;
      if (item.hidden === there) item.hidden = !there;
    });
    more.hidden = count <= most;
    found.textContent = count === items.length ? `${count} articles` : `${count} of ${items.length} articles`;
  };
  const begin = () => { most = step; filter(); };
  const goOn = () => { most += step; filter(); };
  const open = () => {
    const at = Number(/^#a(\d+)$/.exec(location.hash)?.[1] ?? 0) - 1, body = document.body;
    one("[aria-current]")?.removeAttribute("aria-current");
    body.classList.toggle("open", at in items);
    if (!(at in items)) return;
    links[at].setAttribute("aria-current", "page");
    links[at].scrollIntoView({ block: "nearest" });
    const back = Object.assign(document.createElement("a"), { className: "back", href: "#", textContent: "← All articles" });
    shown.replaceChildren(back, document.getElementById(`a${at + 1}`).content.cloneNode(true));
    setUp();
    scrollTo(0, 0);
  };
  search.addEventListener("input", begin);
  source.addEventListener("change", begin);
  only.addEventListener("change", begin);
  more.addEventListener("click", goOn);
  new IntersectionObserver(([seen]) => { if (seen.isIntersecting) goOn(); }).observe(more);
  addEventListener("hashchange", () => { open(); if (location.hash !== "#") shown.focus({ preventScroll: true }); });
  filter();
  open();
  if (!location.hash && innerWidth >= 1000 && items.length) { history.replaceState(null, "", "#a1"); open(); }
  later(read);
} else setUp();
})();
