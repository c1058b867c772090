// The little DOM that both faces need.

export function div(parent, className, box) {
  const node = document.createElement("div");
  node.className = className;
  if (box) Object.assign(node.style, { left: box.x + "px", top: box.y + "px", width: box.w + "px", height: box.h + "px" });
  parent.append(node);
  return node;
}

export function colours(element) {
  const style = getComputedStyle(element);
  const named = (name) => style.getPropertyValue(name).trim();
  return { text: named("--map-dot"), rim: named("--map-rim"), now: named("--now") };
}

// Writes a text; Chinese words say that they are, whatever language the page is in.
export function say(node, text) {
  node.textContent = text;
  if (/[\u4e00-\u9fff]/.test(text)) node.lang = "zh-CN";
  return node;
}
