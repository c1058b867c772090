// Which of the five tints a value has, and which cells must be touched: only those that changed.

// Breaks are the lower ends of the second to the last step; no value has no tint.
export function tintOf(value, breaks) {
  if (value === null || value === undefined) return "none";
  let step = 0;
  while (step < breaks.length && value >= breaks[step]) step += 1;
  return String(step);
}

// Indices at which two lists of values differ.
export function changedAt(before, after) {
  const indices = [];
  for (let index = 0; index < after.length; index += 1) {
    if (!before || before[index] !== after[index]) indices.push(index);
  }
  return indices;
}

// What the legend writes under each step: "0 · 1–2 · 3–5 · 6–10 · ≥11" for whole numbers.
export function stepNames(breaks, { whole, unit = 1 }) {
  const said = (value) => String(Math.round((value / unit) * 10) / 10);
  return [...Array(breaks.length + 1).keys()].map((step) => {
    if (step === breaks.length) return "≥" + said(breaks[step - 1]);
    const from = step ? breaks[step - 1] : 0;
    if (!whole) return step ? said(from) + "–" + said(breaks[step]) : "<" + said(breaks[0]);
    const to = breaks[step] - 1;
    return from === to ? said(from) : said(from) + "–" + said(to);
  });
}
