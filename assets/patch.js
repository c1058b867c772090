// Puts a tree [tag, attributes, child, …] into the page, changing only what differs.
(function (root) {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";

  function keyOf(tree) {
    return typeof tree === "string" ? null : tree[1]["data-row"] || null;
  }

  function create(tree, svg) {
    if (typeof tree === "string") return document.createTextNode(tree);
    const inside = svg || tree[0] === "svg";
    const node = inside ? document.createElementNS(SVG, tree[0]) : document.createElement(tree[0]);
    for (const name in tree[1]) node.setAttribute(name, tree[1][name]);
    for (const child of tree.slice(2)) node.appendChild(create(child, inside));
    return node;
  }

  function fits(node, tree) {
    if (!node) return false;
    if (typeof tree === "string") return node.nodeType === 3;
    if (node.nodeType !== 1 || node.localName !== tree[0]) return false;
    return (node.getAttribute("data-row") || null) === keyOf(tree);
  }

  function attributes(node, wanted, own) {
    for (const { name } of Array.from(node.attributes)) {
      if (!(name in wanted) && !own.has(name)) node.removeAttribute(name);
    }
    for (const name in wanted) {
      if (node.getAttribute(name) !== wanted[name]) node.setAttribute(name, wanted[name]);
    }
  }

  // `own` names attributes that the page writes itself; `changed` is told of each number that changed.
  function patch(node, tree, own, changed) {
    if (typeof tree === "string") {
      if (node.data !== tree) {
        node.data = tree;
        if (node.parentElement.classList.contains("num")) changed(node.parentElement);
      }
      return;
    }
    attributes(node, tree[1], own);
    children(node, tree.slice(2), own, changed);
  }

  function children(node, trees, own, changed) {
    if (!trees.length && node.hasAttribute("data-own")) return;
    const rows = new Map();
    for (const child of node.children) {
      const key = child.getAttribute("data-row");
      if (key) rows.set(key, child);
    }
    trees.forEach((tree, index) => {
      const key = keyOf(tree);
      let child = key ? rows.get(key) : node.childNodes[index];
      if (fits(child, tree)) patch(child, tree, own, changed);
      else child = create(tree, node.namespaceURI === SVG);
      if (node.childNodes[index] !== child) node.insertBefore(child, node.childNodes[index] || null);
    });
    while (node.childNodes.length > trees.length) node.lastChild.remove();
  }

  const api = { patch, create, children };
  if (typeof module !== "undefined") module.exports = api;
  else root.citysensePatch = api;
})(typeof globalThis !== "undefined" ? globalThis : this);
