// Gives the area of a rich-text editor its name, hint and error from the field it stands for.
function name(editable) {
  const field = editable.closest(".field");
  const textarea = field?.querySelector("textarea");
  const label = field?.querySelector("label");
  if (!textarea || !label) return;
  label.id ||= `${textarea.id}_label`;
  editable.setAttribute("aria-labelledby", label.id);
  editable.setAttribute("role", "textbox");
  editable.setAttribute("aria-multiline", "true");
  for (const attribute of ["aria-describedby", "aria-invalid", "aria-required"]) {
    const value = textarea.getAttribute(attribute);
    if (value) editable.setAttribute(attribute, value);
  }
  label.addEventListener("click", () => editable.focus());
}

const seen = new WeakSet();

function nameAll() {
  for (const editable of document.querySelectorAll(".field .ProseMirror[contenteditable]")) {
    if (seen.has(editable)) continue;
    seen.add(editable);
    name(editable);
  }
}

nameAll();
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
