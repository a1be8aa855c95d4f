// Pictures and files that are pasted or dropped on a page of the log of concerns do not get in. The server refuses them
// too; this stops them before they leave the clipboard. Words that come with a picture, as from Word, are pasted without
// it. A field for a document takes a file that is dropped on it; the server takes the file apart.
const words = document.querySelector("script[data-no-pictures]").dataset.noPictures;

const HIDDEN = /data:[\w/+.;=-]{0,80};?\s*base64\s*,|data:(image|video)|<\s*(img|picture|video|svg|object|embed)\b|blob:https?:/i;

const holdsFile = (transfer) =>
  transfer !== null && ([...transfer.types].includes("Files") || [...transfer.items].some((item) => item.kind === "file"));

const isDocumentField = (event) => event.target instanceof Element && event.target.matches("input[type=file]");

function refuse(event) {
  event.preventDefault();
  event.stopPropagation();
  let notice = document.getElementById("no-pictures");
  if (!notice) {
    notice = document.createElement("div");
    notice.id = "no-pictures";
    notice.className = "notice notice--bad";
    notice.setAttribute("role", "alert");
    notice.tabIndex = -1;
    document.querySelector("main")?.prepend(notice);
  }
  notice.textContent = words;
  notice.scrollIntoView({ block: "center" });
}

document.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if ((holdsFile(event.clipboardData) && !text) || HIDDEN.test(text)) refuse(event);
}, true);

document.addEventListener("dragover", (event) => {
  if (holdsFile(event.dataTransfer) && !isDocumentField(event)) event.preventDefault();
}, true);

document.addEventListener("drop", (event) => {
  if (holdsFile(event.dataTransfer) && !isDocumentField(event)) refuse(event);
}, true);
