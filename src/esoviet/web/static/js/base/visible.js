// Whether any sign of a text can be seen, as the host finds it (esoviet/node/visible.py, clause 1.10).

const SEEN = /(?![\u115f\u1160\u2800\u3164\uffa0\ufffc])[\p{L}\p{N}\p{P}\p{S}]/u;

export const isVisible = (text) => SEEN.test(text);
