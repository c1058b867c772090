// The door to the map: a classic script that any page may load; the rest comes when it is mounted.
(function (root) {
  "use strict";
  const LEAFLET = "/assets/vendor/leaflet/leaflet.js";
  const BASE = "/map/base.js";
  let mounted = null;
  let waiting = null;

  function script(address) {
    return new Promise((done, failed) => {
      const node = document.createElement("script");
      node.onload = done;
      node.onerror = () => failed(new Error(address + " could not be read"));
      node.src = address;
      document.head.append(node);
    });
  }

  async function needed(options) {
    const code = import("./city.js");
    const base = root.citysenseBase ? null : script(options.base || BASE);
    if (!root.L) await script(options.leaflet || LEAFLET);
    await base;
    return (await code).createCity;
  }

  // Draws the map into `element`; resolves to the map once its base stands.
  async function mount(element, options = {}) {
    const wanted = Object.assign({}, options, root.citysenseMap.options);
    const create = await needed(wanted);
    mounted = create(element, root.citysenseBase, root.L, wanted);
    if (waiting) mounted.update(waiting);
    return mounted;
  }

  // New props, whole or in part; before the map stands the newest are kept.
  function update(props) {
    waiting = Object.assign({}, waiting, props);
    if (mounted) mounted.update(waiting);
  }

  // `options` are a page's own: they win over those of whoever mounts.
  root.citysenseMap = { mount, update, options: {} };
})(window);
