// Somebody comes into the room: one press of the button, or Escape twice, and another page stands there instead.
// The page that was left is not in the history; it is empty at once, even where the other page is slow to come.
const button = document.querySelector("[data-quick-hide]");
const QUICK = 1000; // milliseconds between the two presses

function hide() {
  document.title = button.dataset.quickHide;
  document.body.hidden = true;
  location.replace(button.href);
}

if (button) {
  let pressed = -Infinity;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      pressed = -Infinity;
    } else if (event.timeStamp - pressed < QUICK) {
      hide();
    } else {
      pressed = event.timeStamp;
    }
  });
}
