// The brush with which faces are blurred before a picture is sent. The canvas that is seen is what is
// sent (page/pictures.js); a second one above it shows the frame that the arrow keys move.

import { t } from "../base/words.js";
import { blockOf, blur, restore } from "./mosaic.js";
import { fileOf, turnTo } from "./chosen.js";
import { drawn, hold } from "./pictures.js";
import { say } from "./say.js";

const MOST_PIXELS = 2560;
const MOST_STEPS = 30; // that can be undone
const SIZES = 40; // the brush reaches from a fortieth of the longer side, times what is chosen
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function watchBrushes() {
  for (const input of document.querySelectorAll("input[data-brushed]")) brush(input);
}

function brush(input) {
  const box = input.form.querySelector("[data-brush]");
  const [picture, frame] = box.querySelectorAll("canvas");
  const state = { steps: [], at: null, painting: null };
  const part = (name) => box.querySelector(`[data-${name}]`);
  const reach = () => (Math.max(picture.width, picture.height) / SIZES) * Number(part("size").value);
  const keep = (step) => {
    if (step.length) state.steps.push(step);
    if (state.steps.length > MOST_STEPS) state.steps.shift();
    part("undo").disabled = !state.steps.length;
    input.dispatchEvent(new CustomEvent("painted")); // what was sent before is no longer what is seen
  };
  const dab = (step, x, y) => {
    const before = blur(picture, x, y, reach());
    if (before) step.push(before);
  };
  const framed = () => {
    const paper = frame.getContext("2d");
    paper.clearRect(0, 0, frame.width, frame.height);
    if (!state.at) return;
    const [x, y, far] = [...state.at, reach()];
    for (const [colour, width] of [["#fff", 8], ["#000", 4]]) {
      Object.assign(paper, { strokeStyle: colour, lineWidth: width });
      paper.strokeRect(x - far, y - far, 2 * far, 2 * far);
    }
  };

  input.addEventListener("turned", async () => {
    const file = fileOf(input);
    box.hidden = true;
    Object.assign(state, { steps: [], at: null, painting: null });
    keep([]);
    if (!file) return;
    try {
      await drawn(file, MOST_PIXELS, picture);
    } catch (error) {
      input.value = "";
      turnTo(input, 0);
      return say(input.form, error.message, "bad");
    }
    Object.assign(frame, { width: picture.width, height: picture.height });
    hold(file, picture);
    const told = part("sent");
    told.textContent = told.dataset.sent.replace("{width}", picture.width).replace("{height}", picture.height);
    box.hidden = false;
  });

  paints(frame, {
    begins: () => { state.painting = []; },
    goes: ({ x, y }) => {
      if (state.painting) dab(state.painting, x * picture.width, y * picture.height);
    },
    ends: () => {
      if (state.painting) keep(state.painting);
      state.painting = null;
    },
  });
  frame.addEventListener("focus", () => {
    state.at ??= [picture.width / 2, picture.height / 2];
    framed();
  });
  frame.addEventListener("blur", () => frame.getContext("2d").clearRect(0, 0, frame.width, frame.height));
  frame.addEventListener("keydown", (event) => {
    if (event.key in ARROWS) {
      const far = blockOf(picture.width, picture.height);
      const most = [picture.width, picture.height];
      state.at = state.at.map((one, n) => Math.min(most[n], Math.max(0, one + ARROWS[event.key][n] * far)));
    } else if (event.key === "Enter" || event.key === " ") {
      const step = [];
      dab(step, ...state.at);
      keep(step);
      say(input.form, t("blurred"));
    } else return;
    event.preventDefault();
    framed();
  });
  part("size").addEventListener("input", framed);
  part("all").addEventListener("click", () => {
    const far = Math.max(picture.width, picture.height);
    const before = blur(picture, picture.width / 2, picture.height / 2, far);
    keep([before]);
  });
  part("undo").addEventListener("click", () => {
    for (const one of state.steps.pop().reverse()) restore(picture, one);
    keep([]);
  });
}

// Strokes with a finger, a pen or the mouse, in parts of the canvas.
function paints(canvas, { begins, goes, ends }) {
  const place = ({ clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    begins();
    goes(place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    for (const one of event.getCoalescedEvents?.() ?? [event]) goes(place(one));
  });
  canvas.addEventListener("pointerup", ends);
  canvas.addEventListener("pointercancel", ends);
}
