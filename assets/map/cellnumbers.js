// The numbers of one cell: which are asked for, and how they are written.

const KEYS = ["open", "open_overdue", "reported", "on_time_closing_rate", "first_response_15min_rate"];

export function cellQuery(query) {
  return "/api/v1/metrics?keys=" + KEYS.join(",") + "&compare=none&" + query;
}

// "12,345", "88.7%", "—" for none.
export function numberText({ value, unit }) {
  if (value === null || value === undefined) return "—";
  if (unit === "percent") return (Math.round(value * 10) / 10).toFixed(1) + "%";
  return Number(value).toLocaleString("en-US");
}
