// The author's clock: this device's, corrected for the session where it was found to be wrong.

const KEY = "clock";
export const NEAR = 600_000; // what a clock may be wrong by (clause 1.11), and how near a deadline is

const wrongBy = () => Number(sessionStorage.getItem(KEY)) || 0;

// In a sandbox the guide says what its clock shows and how fast that runs; a second behind is never ahead.
const sandbox = { shown: "", at: 0 };
function inSandbox(guide) {
  const { clock, rate } = guide.dataset;
  if (clock !== sandbox.shown) Object.assign(sandbox, { shown: clock, at: Date.now() });
  return Number(clock) + Number(rate) * Math.max(0, Date.now() - sandbox.at - 1000);
}

export const now = () => {
  const guide = document.querySelector("#guide[data-clock]");
  return guide ? inSandbox(guide) : Date.now() + wrongBy();
};

// The time in an act: a whole second.
export const stamp = () => Math.floor(now() / 1000) * 1000;

// From now on, until this page's session ends, it is `time`.
export const set = (time) => sessionStorage.setItem(KEY, String(time - Date.now()));
