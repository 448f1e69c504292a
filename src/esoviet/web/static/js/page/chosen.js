// Which of the files that were chosen at once a form is about: one exhibit has one, and the next one
// follows when that is signed.

const places = new WeakMap(); // by input

export const fileOf = (input) => input.files[places.get(input) ?? 0];
export const placeOf = (input) => places.get(input) ?? 0;

export function turnTo(input, place) {
  places.set(input, place);
  input.dispatchEvent(new CustomEvent("turned"));
}
