// A page that waits for the worker: asks every few seconds whether it is done, and goes on when it is.
for (const waiting of document.querySelectorAll("[data-look-again]")) {
  setInterval(async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok && !page.querySelector("[data-look-again]")) location.assign(answer.url);
    } catch {
      // no connection at the moment: the next look may have one
    }
  }, Number(waiting.dataset.lookAgain) * 1000);
}
