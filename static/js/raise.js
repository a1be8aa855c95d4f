// The form for raising a concern: kept on this device while it is typed, and shown step by step.
//
// The copy in the browser is encrypted with a key that no script can read out. It goes when the report has arrived.
// Nothing here is needed: without it the form is one page, and the server keeps the draft of whoever is signed in.
const EVERY = 2000; // milliseconds
const LEFT_OUT = new Set(["csrfmiddlewaretoken"]);

const form = document.querySelector("form[data-keep]");
const sent = document.querySelector("[data-sent]");
if (sent) forget(sent.dataset.sent).catch(() => {});
if (form) {
  named(form);
  offline(form);
  keep(form);
  steps(form);
}

// --- The copy in the browser ---------------------------------------------------------------------------------------

function store(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("raise", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("copies");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const change = database.transaction("copies", mode);
      const asked = act(change.objectStore("copies"));
      change.oncomplete = () => {
        database.close();
        resolve(asked?.result);
      };
      change.onerror = change.onabort = () => {
        database.close();
        reject(change.error);
      };
    };
  });
}

async function keyOf(name) {
  const there = await store("readonly", (copies) => copies.get(`${name}:key`));
  if (there) return there;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await store("readwrite", (copies) => copies.put(made, `${name}:key`));
  return made;
}

async function write(name, fields) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(fields));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(name), text);
  await store("readwrite", (copies) => copies.put({ iv, sealed, at: Date.now() }, name));
}

async function read(name) {
  const copy = await store("readonly", (copies) => copies.get(name));
  if (!copy) return null;
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: copy.iv }, await keyOf(name), copy.sealed);
  return { fields: JSON.parse(new TextDecoder().decode(text)), at: copy.at };
}

function forget(name) {
  return store("readwrite", (copies) => {
    copies.delete(name);
    copies.delete(`${name}:key`);
  });
}

function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.has(name));
}

function fill(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const input of form.elements) {
    if (!input.name || LEFT_OUT.has(input.name) || input.name === "began") continue;
    const given = values.get(input.name);
    if (input.type === "checkbox" || input.type === "radio") input.checked = Boolean(given?.includes(input.value));
    else if (given?.[0]) input.value = given[0];
  }
}

// The page that was kept for a time without a connection was made for nobody and for no one report. Each report that is
// written in it gets a word of its own, so that the same report is one report however often it is sent.
function named(form) {
  const once = form.elements.namedItem("once");
  if (!once || once.value) return;
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  once.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function keep(form) {
  const name = form.dataset.keep;
  const status = form.querySelector("[data-keep-status]");
  let stopped = false;
  let kept = "";

  try {
    if (new URLSearchParams(location.search).has("cleared")) await forget(name);
    const copy = form.hasAttribute("data-bound") ? null : await read(name);
    if (copy && copy.at / 1000 > Number(form.dataset.saved ?? 0) && copy.fields.some(isWords)) {
      fill(form, copy.fields);
      document.querySelector("[data-restored]")?.removeAttribute("hidden");
    }
  } catch {
    await forget(name).catch(() => {}); // a copy that cannot be opened is of no use to anybody
  }
  if (!form.hasAttribute("data-bound")) kept = JSON.stringify(fieldsOf(form));

  async function save() {
    const fields = fieldsOf(form);
    const text = JSON.stringify(fields);
    if (stopped || text === kept || !fields.some(isWords)) return;
    try {
      await write(name, fields);
      kept = text;
      if (status && !form.dataset.autosaveUrl) {
        const at = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
        status.textContent = `${form.dataset.kept} ${at}`;
      }
    } catch {
      stopped = true; // a browser that keeps nothing; the server's draft is still there
    }
  }

  setInterval(save, EVERY);
  form.addEventListener("submit", save);
  document.addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("pagehide", save);

  document.querySelector("[data-clear]")?.addEventListener("click", (event) => {
    stopped = true;
    if (event.target.type === "button") forget(name).finally(() => location.reload());
    form.reset();
  });
}

function isWords([name, value]) {
  return !["once", "began", "source"].includes(name) && value.trim() !== "";
}

// --- Without a connection -------------------------------------------------------------------------------------------

function offline(form) {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register(form.dataset.worker, { scope: form.dataset.scope }).catch(() => {});
}

// --- One step after another ------------------------------------------------------------------------------------------

function steps(form) {
  const all = [...form.querySelectorAll("[data-step]")];
  const narrow = matchMedia("(max-width: 40rem)").matches;
  if (!narrow || form.hasAttribute("data-bound") || all.length < 2) return;
  const last = form.querySelector(".buttons");
  const bar = document.createElement("div");
  bar.className = "buttons";
  const where = document.createElement("p");
  where.className = "meta";
  where.setAttribute("role", "status");
  const back = button(form.dataset.back, "button button--secondary");
  const next = button(form.dataset.next, "button button--secondary");
  const every = button(form.dataset.all, "button button--plain");
  bar.append(back, next, every);
  all[0].before(where);
  (last ?? form.lastElementChild).before(bar);
  let at = 0;

  function show(number, move = true) {
    at = Math.max(0, Math.min(number, all.length - 1));
    all.forEach((step, place) => (step.hidden = place !== at));
    back.hidden = at === 0;
    next.hidden = at === all.length - 1;
    // Whether it is about somebody here is asked before it can be sent.
    if (last) last.hidden = at === 0;
    next.classList.toggle("button--secondary", at > 0);
    where.textContent = form.dataset.stepOf.replace("%s", at + 1).replace("%s", all.length);
    if (!move) return;
    where.scrollIntoView({ block: "start" });
    all[at].querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
  }

  back.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", () => show(at + 1));
  every.addEventListener("click", () => {
    all.forEach((step) => (step.hidden = false));
    if (last) last.hidden = false;
    bar.remove();
    where.remove();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || at === all.length - 1) return;
    if (!bar.isConnected || ["checkbox", "radio"].includes(event.target.type)) return;
    event.preventDefault();
    show(at + 1);
  });
  show(0, false);
}

function button(label, classes) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = classes;
  made.textContent = label;
  return made;
}
