// What an address aims at is unfolded, with all that it stands in: <details id>. Not every browser does.

export function unfoldAimed() {
  const aimed = document.getElementById(location.hash.slice(1));
  const shut = folds(aimed).filter((fold) => !fold.open);
  for (const fold of shut) fold.open = true;
  if (shut.length) aimed.scrollIntoView({ behavior: "instant" });
}

// The folds that something stands in, itself among them.
export function folds(from) {
  const found = [];
  for (let at = from?.closest("details"); at; at = at.parentElement.closest("details")) found.push(at);
  return found;
}
