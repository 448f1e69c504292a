// The sheet on paper: a number to call is written into it here, and goes nowhere else.

export function watch(place) {
  const [field] = place.querySelectorAll("input");
  const show = () => {
    document.querySelector("[data-emergency]").textContent = field.value;
    document.querySelector("[data-given]").hidden = field.value === "";
  };
  field.addEventListener("input", show);
  place.querySelector("[data-print]").addEventListener("click", () => print());
  show();
}
