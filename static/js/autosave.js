// Sends the draft of a long form to the server every few seconds while it changes. Nothing is kept in the browser.
const EVERY = 4000; // milliseconds

function keep(form) {
  const status = form.querySelector("[data-autosave-status]");
  let kept = draftOf(form).toString();
  let sending = false;

  async function save() {
    const draft = draftOf(form);
    const text = draft.toString();
    if (sending || text === kept) return;
    sending = true;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: draft,
        headers: { Accept: "application/json" },
        redirect: "error",
        keepalive: text.length < 60000, // so that leaving the page does not cut it off
      });
      if (!answer.ok) throw new Error(answer.status);
      const { saved_at } = await answer.json();
      kept = text;
      say(`${status?.dataset.saved} ${saved_at}`, false);
    } catch {
      say(status?.dataset.failed, true);
    } finally {
      sending = false;
    }
  }

  function say(words, failed) {
    if (!status || status.textContent === words) return;
    status.textContent = words;
    status.classList.toggle("is-failed", failed);
  }

  const timer = setInterval(save, EVERY);
  form.addEventListener("submit", () => clearInterval(timer));
  document.addEventListener("visibilitychange", () => document.hidden && save());
}

function draftOf(form) {
  const words = [...new FormData(form)].filter(([, value]) => typeof value === "string"); // a file is no draft
  return new URLSearchParams(words);
}

document.querySelectorAll("form[data-autosave-url]").forEach(keep);
