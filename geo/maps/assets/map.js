/* The page: reads the JSON blocks, draws the map on two canvases, and keeps list, legend, card and map in step.
   Incidents are rows: `rows.at(i)` is what is known of one at once, `rows.whole(i)` a promise of all of it, and columns
   (verdict, first and last day, facets) stand beside; an ordinary page has them all at hand, a packed one opens chunks.
   Every text from the data reaches the screen through textContent or a canvas, never as markup.
   The data's shape is payload.schema.json; coordinates are [lon, lat] in degrees.

   Contents, in this order
     bytes in the page           inflating what stands in letters; the ground
     elements                    DOM and SVG without markup
     incidents                   the source of rows, which of them are shown
     the ground                  decoding, projecting; land, rivers, zones, regions as shapes
     sheets of canvas            painting over Leaflet's map; the ground's own painting
     what is said                zones, regions of doubt, marks, labels that do not collide
     pointing at the map         hits, hints, presses
     the panel                   masthead; the legend is the filter; zones; the list
     the card                    one incident in full
     choosing, walking, closing  selection and the keyboard
     the timeline                bins, bars, brush, play; zones by the clock
     the ruler                   geodesic distances
     taking it along             picture, print, CSV, GeoJSON
     a link                      view, filter, clock and item in the address
     light and dark
     packed layer                very many incidents: bytes, words, filters and hits, drawing
     opening */
(async function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("payload").textContent);
  const map = window[byId("payload").dataset.map];
  const bare = byId("geo-bare"), layers = new Set(data.layers || ["basemap", "doubt", "incidents", "zones"]);  // bare: folium's own page
  const card = byId("card"), hint = byId("hint");

  const VERDICTS = {
    inside: ["Inside", "in the zone, in force"],
    indeterminate: ["Indeterminate", "could be either"],
    outside: ["Outside", "not in the zone"],
    not_in_force: ["Not in force", "outside the zone’s dates"],
    unlocated: ["Unlocated", "no position; listed only"],
    untested: ["Not tested", "no zone to compare with"],
  };
  const LOUDEST = ["inside", "indeterminate", "outside", "not_in_force", "unlocated"];
  const VERDICT_CODES = [...LOUDEST, "untested"];
  const state = { selected: null, hidden: new Set(), zone: "", query: "", hovered: null, clock: null, found: null, out: new Map() };
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = window.matchMedia("(max-width: 720px)");

  // ---------------------------------------------------------------- bytes in the page

  const UNDATED = -(2 ** 31), NOTHING = -(2 ** 31), NO_SHARE = 65535, SIDE = 2 ** 26;

  /* Five letters of 85 for four bytes, after one that tells how many bytes were added at the end. */
  const WORTH = new Uint8Array(128);
  for (let code = 33, worth = 0; code < 127; code += 1)
    if (!"<>&\"'`\\{}".includes(String.fromCharCode(code))) { WORTH[code] = worth; worth += 1; }

  function unarmoured(text) {
    const worth = (i) => WORTH[text.charCodeAt(i)], lack = worth(0);
    const bytes = new Uint8Array((text.length - 1) / 5 * 4);
    for (let i = 1, j = 0; i < text.length; i += 5, j += 4) {
      const word = Math.imul(((worth(i) * 85 + worth(i + 1)) * 85 + worth(i + 2)) * 85 + worth(i + 3), 85) + worth(i + 4) | 0;
      bytes[j] = word >>> 24; bytes[j + 1] = word >>> 16; bytes[j + 2] = word >>> 8; bytes[j + 3] = word;
    }
    return bytes.subarray(0, bytes.length - lack);
  }

  async function inflated(name) {
    if (!byId(name) && document.readyState === "loading")
      await new Promise((done) => { document.addEventListener("DOMContentLoaded", done, { once: true }); });
    const stream = new Blob([unarmoured(byId(name).textContent)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  const ground = JSON.parse(new TextDecoder().decode(await inflated("basemap")));

  // ---------------------------------------------------------------- elements

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
      else if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  }

  /* Text from the data: isolated, so that a right-to-left name turns nothing around it. */
  function said(text) {
    const node = document.createElement("bdi");
    node.textContent = text;
    return node;
  }

  function link(address, text) {
    let url = null;
    try { url = new URL(address); } catch { return said(text); }
    if (url.protocol !== "http:" && url.protocol !== "https:") return said(text);
    return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, said(text));
  }

  function svg(tag, attributes, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  /* The same sign as on the map: filled, half-filled, hollow, grey dashed; a dash for what has no place. */
  function glyph(verdict) {
    const ring = { cx: 9, cy: 9, r: 6, fill: "none", stroke: "var(--ink)", "stroke-width": 2 };
    const parts = {
      inside: [svg("circle", { ...ring, fill: "var(--ink)" })],
      indeterminate: [svg("path", { d: "M9 3a6 6 0 0 0 0 12z", fill: "var(--ink)" }), svg("circle", ring)],
      outside: [svg("circle", ring)],
      not_in_force: [svg("circle", { ...ring, stroke: "var(--grey)", "stroke-dasharray": "3 2.2" })],
      unlocated: [svg("path", { d: "M4 9h10", stroke: "var(--grey)", "stroke-width": 2 })],
      untested: [svg("circle", { ...ring, r: 4, fill: "var(--grey)", stroke: "var(--grey)" })],
    };
    return svg("svg", { class: "glyph", viewBox: "0 0 18 18", "aria-hidden": "true" }, ...parts[verdict]);
  }

  // ---------------------------------------------------------------- incidents, and which are shown

  const zoneName = new Map(data.zones.map((zone) => [zone.id, zone.name]));

  /* The source of incidents on an ordinary page. `first` and `last` are days since 1970. */
  function plainRows(incidents) {
    const days = (one) => {
      const start = dayOf(one.start || one.end), end = dayOf(one.end || one.start);
      return [start === UNDATED ? end : start, start === UNDATED || end < start ? Math.max(start, end) : end];
    };
    const against = (zone) => Uint8Array.from(incidents, (one) =>
      VERDICT_CODES.indexOf((data.checked && leading(one, zone)?.verdict) || (one.lon === null ? "unlocated" : "untested")));
    return {
      packed: false, count: incidents.length, marks: incidents.length, facets: plainFacets(incidents), verdict: against(""),
      first: Int32Array.from(incidents, (one) => days(one)[0]), last: Int32Array.from(incidents, (one) => days(one)[1]),
      order: Uint32Array.from(incidents, (_, index) => index),
      at: (index) => incidents[index], whole: async (index) => incidents[index], against: async (zone) => against(zone),
    };
  }

  let rows = null, codes = null;        // the incidents; their verdicts, against the chosen zone
  let sifted = null, mask = null, shownCount = 0;  // 1 for what passes legend and search; and the clock
  const incident = (index) => rows.at(index);
  const verdictOf = (index) => VERDICT_CODES[codes[index]];

  function leading(incident, zone = state.zone) {
    const told = incident.verdicts.filter((one) => !zone || one.zone === zone);
    /* A zone that nobody has drawn leaves every place open, which must not drown what the others say. */
    const rank = (one) => LOUDEST.indexOf(one.verdict) + (one.verdict === "indeterminate" && one.p[0] === null ? LOUDEST.length : 0);
    return told.sort((a, b) => rank(a) - rank(b))[0] || null;
  }

  function take(source) {
    rows = source;
    codes = rows.verdict;
    sifted = new Uint8Array(rows.count); mask = new Uint8Array(rows.count);
    resift();
  }

  function resift(found = null) {
    const hidden = new Set([...state.hidden].map((name) => VERDICT_CODES.indexOf(name)));
    binned = null;
    const single = rows.facets.filter(({ codes: of }) => of).map(({ name, codes: of }) => [of, outOf(name)]);
    sift(codes, hidden, single, found, sifted);
    for (const { name, lists } of rows.facets) if (lists && outOf(name).size) lists.forEach((some, i) => { if (some.every((code) => outOf(name).has(code))) sifted[i] = 0; });
    shownCount = keepTime(sifted, rows.first, rows.last, state.clock, mask);
  }

  function refilter(found = state.query.trim() ? state.found : null) {
    resift(found);
    listFrom = 0;
    reshow();
    recountSoon();
  }

  /* After the clock has moved: what passed the legend and the search stays as it was. */
  function retime(clock) {
    state.clock = clock;
    shownCount = keepTime(sifted, rows.first, rows.last, clock, mask);
    listFrom = 0;
    reshow();
  }

  function reshow() {
    if (state.selected !== null && !mask[state.selected]) close();
    if (rows.count > 200) fillListSoon(); else fillList();
    paintOver();
    paintTime();
  }

  async function research() {
    const query = state.query.trim().toLowerCase();
    if (!query) { state.found = null; refilter(); return; }
    if (!rows.packed) {
      const text = (one) => [one.title, one.where_worded, one.where, one.whose, one.when, one.when_worded, ...one.facts.flat(), ...one.quotes.flatMap(Object.values)].join("\n").toLowerCase();
      state.found = Uint8Array.from({ length: rows.count }, (_, index) => (text(incident(index)).includes(query) ? 1 : 0));
      refilter();
      return;
    }
    const current = () => state.query.trim().toLowerCase() === query;
    await searchPacked(rows, query, current, (found, done) => { state.found = found; byId("count").dataset.searching = done ? "" : "true"; refilter(); });
  }

  async function setZone(zone) {
    state.zone = zone;
    codes = await rows.against(zone);
    refilter();
  }

  /* Shown rows in the list's order, from the nth on. */
  function shownFrom(nth, most) {
    const out = [], { order } = rows;
    let seen = 0;
    for (let place = 0; place < order.length && out.length < most; place += 1) {
      if (!mask[order[place]]) continue;
      if (seen >= nth) out.push(order[place]);
      seen += 1;
    }
    return out;
  }

  /* How many shown rows stand before this one in the list. */
  function rankOf(index) {
    const { order } = rows;
    let rank = 0;
    for (let place = 0; place < order.length; place += 1) {
      if (order[place] === index) return rank;
      rank += mask[order[place]];
    }
    return -1;
  }

  /* The shown row before or after another; null: from the list's start or end. */
  function neighbour(index, by) {
    const { order } = rows;
    for (let place = index === null ? (by > 0 ? 0 : order.length - 1) : order.indexOf(index) + by; place >= 0 && place < order.length; place += by)
      if (mask[order[place]]) return order[place];
    return index;
  }

  // ---------------------------------------------------------------- the ground: decoding and projecting

  const DIGIT = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((c, i) => [c, i]));
  const TOP = 85.0511287798;

  /* Web Mercator in units of the world's width, x to the right, y downwards. */
  const worldX = (lon) => (lon + 180) / 360;
  function worldY(lat) {
    const s = Math.sin(Math.max(-TOP, Math.min(TOP, lat)) * Math.PI / 180);
    return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
  }

  function decode(text) {
    const steps = [];
    let value = 0, shift = 0;
    for (const letter of text) {
      const digit = DIGIT.get(letter);
      value |= (digit & 31) << shift;
      if (digit & 32) { shift += 5; continue; }
      steps.push(value & 1 ? -(value + 1) / 2 : value / 2);
      value = shift = 0;
    }
    const points = new Float64Array(steps.length);
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i]; y += steps[i + 1];
      points[i] = worldX(x * ground.grid_deg);
      points[i + 1] = worldY(y * ground.grid_deg);
    }
    return points;
  }

  function boxed(points) {
    let west = Infinity, east = -Infinity, north = Infinity, south = -Infinity;
    for (let i = 0; i < points.length; i += 2) {
      west = Math.min(west, points[i]); east = Math.max(east, points[i]);
      north = Math.min(north, points[i + 1]); south = Math.max(south, points[i + 1]);
    }
    return { points, west, east, north, south };
  }

  const lines = ground.lines.map(decode);
  const borderUse = new Uint8Array(lines.length);
  /* A ring of arcs. Arcs run on past the antimeridian, so each is turned to where the last one ended. */
  function joined(arcs) {
    const parts = [];
    for (const arc of arcs) {
      const line = lines[arc < 0 ? ~arc : arc];
      const points = [];
      for (let i = 0; i < line.length; i += 2) points.push([line[i], line[i + 1]]);
      if (!points.length) continue;
      if (arc < 0) points.reverse();
      const last = parts[parts.length - 1];
      const turn = last ? Math.round(last[0] - points[0][0]) : 0;
      for (const [x, y] of last ? points.slice(1) : points) parts.push([x + turn, y]);
    }
    const [startX, startY] = parts[0], [endX] = parts[parts.length - 1];
    if (Math.abs(endX - startX) > 0.5) parts.push([endX, 1.2], [startX, 1.2], [startX, startY]);  // around the South Pole
    return boxed(Float64Array.from(parts.flat()));
  }
  const countries = ground.countries.map((country) => ({
    name: country.name, label: country.label,
    rings: country.polygons.flat().map((ring) => {
      ring.forEach((arc) => { borderUse[arc < 0 ? ~arc : arc] += 1; });
      return joined(ring);
    }),
  }));
  const lakes = ground.lakes.flat().map(joined);
  const rivers = ground.rivers.map(joined);
  const coasts = [], borders = [];
  lines.forEach((points, i) => { if (borderUse[i]) (borderUse[i] > 1 ? borders : coasts).push(boxed(points)); });

  const polygonsOf = (shape) => (shape || []).map((polygon) => polygon.map((ring) =>
    boxed(Float64Array.from(ring.flatMap(([lon, lat]) => [worldX(lon), worldY(lat)])))));
  const zones = data.zones.map((zone) => ({
    zone, polygons: polygonsOf(zone.outline),
    others: zone.alternatives.map((other) => polygonsOf(other.outline)),
  }));
  const drawnRegions = new Map();
  function regionsOf(index) {
    const one = incident(index);
    if (one.pending || !layers.has("doubt")) return { half: [], most: [] };
    if (!drawnRegions.has(index)) drawnRegions.set(index, { half: polygonsOf(one.region_50), most: polygonsOf(one.region_90) });
    return drawnRegions.get(index);
  }

  // ---------------------------------------------------------------- two sheets of canvas over Leaflet's map

  const PAD = 0.3;
  const Sheet = L.Layer.extend({
    initialize(paint) { this._paint = paint; },
    onAdd(to) {
      this._canvas = L.DomUtil.create("canvas", "sheet leaflet-zoom-animated", to.getPanes().overlayPane);
      this._canvas.setAttribute("aria-hidden", "true");
      this.redraw();
    },
    onRemove() { this._canvas.remove(); },
    getEvents() { return { move: this._follow, moveend: this.redraw, resize: this.redraw, zoomanim: this._glide }; },
    /* While the map is dragged the sheet moves with it; it is drawn anew before its edge comes into sight. */
    _follow() {
      const size = map.getSize(), corner = map.layerPointToContainerPoint(this._topLeft);
      const slack = Math.min(-corner.x, corner.x + size.x * 2 * PAD), slackY = Math.min(-corner.y, corner.y + size.y * 2 * PAD);
      if (map.getZoom() === this._zoom && (slack < size.x * PAD * 0.25 || slackY < size.y * PAD * 0.25)) this.redraw();
    },
    _glide(event) {
      const at = map._latLngToNewLayerPoint(this._corner, event.zoom, event.center);
      L.DomUtil.setTransform(this._canvas, at, map.getZoomScale(event.zoom, this._zoom));
    },
    redraw() {
      const size = map.getSize(), ratio = window.devicePixelRatio || 1;
      const width = Math.round(size.x * (1 + 2 * PAD)), height = Math.round(size.y * (1 + 2 * PAD));
      const topLeft = map.containerPointToLayerPoint([-size.x * PAD, -size.y * PAD]).round();
      if (this._canvas.width !== width * ratio || this._canvas.height !== height * ratio) {
        this._canvas.width = width * ratio; this._canvas.height = height * ratio;
        this._canvas.style.width = `${width}px`; this._canvas.style.height = `${height}px`;
      }
      this._zoom = map.getZoom();
      this._topLeft = topLeft;
      this._corner = map.layerPointToLatLng(topLeft);
      L.DomUtil.setTransform(this._canvas, topLeft, 1);
      const scale = 256 * 2 ** this._zoom, origin = map.getPixelOrigin();
      const x0 = topLeft.x + origin.x, y0 = topLeft.y + origin.y;
      const context = this._canvas.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      this._paint({ context, width, height, scale, x0, y0, zoom: this._zoom,
        west: x0 / scale, east: (x0 + width) / scale, north: y0 / scale, south: (y0 + height) / scale,
        seen: seenPart(size) });
    },
  });

  /* What of the sheet can be read: the map's frame without the card. */
  function seenPart(size) {
    const free = freePart();
    return { x: size.x * PAD, y: size.y * PAD, w: free.right, h: free.bottom };
  }

  let colour = {};
  function readColours() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["land", "water", "coast", "border", "river", "place", "country", "ink", "grey", "zone", "text", "paper", "soft", "rule", "focus"])
      colour[name] = style.getPropertyValue(`--${name}`).trim();
  }

  /* The copies of the world in view: whole turns k for which something at x + k is seen. */
  function turns(view, box) {
    const out = [];
    if (box.north > view.south || box.south < view.north) return out;
    for (let k = Math.ceil(view.west - box.east); k <= Math.floor(view.east - box.west); k += 1) out.push(k);
    return out;
  }

  /* `edges`: false for outlines that are stroked, which must not show the cut at the antimeridian or the pole. Points that
     lie within half a pixel of the last one are passed over, and so are runs of points beyond one side of the sheet. */
  function trace(view, shape, edges) {
    const { context, scale, x0, y0, width, height } = view, p = shape.points, end = p.length - 2, rim = 8;
    for (const k of turns(view, shape)) {
      let lastX = 0, lastY = 0, beyond = 0, held = false, heldX = 0, heldY = 0;
      for (let i = 0; i <= end; i += 2) {
        const x = (p[i] + k) * scale - x0, y = p[i + 1] * scale - y0;
        const side = (x < -rim ? 1 : x > width + rim ? 2 : 0) | (y < -rim ? 4 : y > height + rim ? 8 : 0);
        const cut = !edges && i > 0 && ((p[i] === p[i - 2] && (p[i] === 0 || p[i] === 1)) ||
          (p[i + 1] === p[i - 1] && (p[i + 1] < 1e-6 || p[i + 1] > 1 - 1e-6)));
        if (i && !cut && (beyond & side)) {
          beyond &= side; held = true; heldX = x; heldY = y;
          continue;
        }
        if (held) { context.lineTo(heldX, heldY); lastX = heldX; lastY = heldY; held = false; }
        if (!i || cut) context.moveTo(x, y);
        else if (i < end && Math.abs(x - lastX) < 0.5 && Math.abs(y - lastY) < 0.5) continue;
        else context.lineTo(x, y);
        lastX = x; lastY = y; beyond = side;
      }
      if (held) context.lineTo(heldX, heldY);
    }
  }

  /* A river's points sit on a coarse grid: curves through the middles of its segments take the stairs out. */
  function meander(view, shape) {
    const { context, scale, x0, y0 } = view, p = shape.points;
    for (const k of turns(view, shape)) {
      const at = (i) => [(p[i] + k) * scale - x0, p[i + 1] * scale - y0];
      context.moveTo(...at(0));
      for (let i = 2; i < p.length - 2; i += 2) {
        const [x, y] = at(i), [nextX, nextY] = at(i + 2);
        context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
      }
      context.lineTo(...at(p.length - 2));
    }
  }

  function paintGround(view) {
    const { context, width, height, zoom } = view;
    context.fillStyle = colour.water;
    context.fillRect(0, 0, width, height);
    context.lineJoin = "round";
    context.beginPath();
    for (const country of countries) for (const ring of country.rings) trace(view, ring, true);
    context.fillStyle = colour.land;
    context.fill("evenodd");
    stroke(view, rivers, colour.river, zoom < 4 ? 0.5 : zoom < 7 ? 1 : 1.6, [], meander);
    context.beginPath();
    for (const lake of lakes) trace(view, lake, true);
    context.fillStyle = colour.water;
    context.fill("evenodd");
    stroke(view, coasts, colour.coast, 0.8, [], trace);
    stroke(view, borders, colour.border, zoom < 5 ? 0.8 : 1.1, [], trace);
  }

  function stroke(view, shapes, style, width, dash, draw) {
    const { context } = view;
    context.beginPath();
    for (const shape of shapes) draw(view, shape, false);
    context.strokeStyle = style; context.lineWidth = width; context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  // ---------------------------------------------------------------- what is said: zones, doubt, marks, labels

  let marks = [];
  const FONT = 'system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif';

  function area(view, polygons, alpha, dash, width, style = colour.zone) {
    const { context } = view;
    context.beginPath();
    for (const ring of polygons.flat()) trace(view, ring, true);
    context.globalAlpha = alpha;
    context.fillStyle = style;
    context.fill("evenodd");
    context.globalAlpha = 1;
    if (width) stroke(view, polygons.flat(), style, width, dash, trace);
  }

  /* An area without an edge: only the shadow of a shape that is drawn out of sight. */
  function soft(view, polygons, alpha) {
    const { context, scale } = view, rings = polygons.flat(), ratio = window.devicePixelRatio || 1, away = 30000;
    if (!rings.length) return;
    const across = (Math.max(...rings.map((ring) => ring.east)) - Math.min(...rings.map((ring) => ring.west))) * scale;
    context.save();
    context.globalAlpha = alpha;
    context.shadowColor = colour.zone; context.shadowBlur = Math.max(3, Math.min(60, across * 0.12)) * ratio; context.shadowOffsetX = away * ratio;
    context.beginPath();
    context.translate(-away, 0);  // which moves the shape, not its shadow
    for (const ring of rings) trace(view, ring, true);
    context.fillStyle = colour.zone;
    context.fill("evenodd");
    context.restore();
  }

  /* At the top of each contour, how often the place lies within. */
  function nameDoubt(view, room, { half, most }) {
    for (const [polygons, text] of [[most, "9 in 10 within"], [half, "5 in 10"]]) for (const ring of polygons.flat().slice(0, 1)) {
      let at = 0;
      for (let i = 0; i < ring.points.length; i += 2) if (ring.points[i + 1] < ring.points[at + 1]) at = i;
      for (const k of turns(view, ring)) {
        const x = (ring.points[at] + k) * view.scale - view.x0, y = ring.points[at + 1] * view.scale - view.y0;
        nameBeside(view, room, { x, y, r: -2 }, text, `11px ${FONT}`, colour.zone, { sides: [["center", 0, -1], ["center", 0, 1]], across: true });
      }
    }
  }

  function paintSaid(view) {
    const chosen = state.selected === null ? null : regionsOf(state.selected);
    const few = rows.packed ? paintPacked(view) : shownFrom(0, shownCount);
    if (few.length <= 60) for (const index of few) if (index !== state.selected && incident(index).mark) faint(view, index);
    for (const { zone, polygons } of zones) {
      const force = forceNow(zone);
      area(view, polygons, force === "no" ? 0.03 : 0.07, force === "yes" ? [] : force === "maybe" ? [9, 5] : [3, 5], force === "no" ? 1.2 : 2, force === "no" ? colour.grey : colour.zone);
    }
    if (chosen) {
      soft(view, chosen.most, 0.16);
      soft(view, chosen.half, 0.24);
      for (const polygons of [chosen.most, chosen.half]) stroke(view, polygons.flat(), colour.zone, 1, [1, 4], trace);
      const told = leading(incident(state.selected));
      if (told)
        for (const zone of zones.filter((one) => one.zone.id === told.zone))
          for (const other of zone.others) stroke(view, other.flat(), colour.grey, 1.2, [7, 5], trace);
    }
    for (const { zone } of zones) cross(view, zone);
    const room = labelRoom(view);
    const frame = map.getContainer().getBoundingClientRect();
    for (const control of map.getContainer().querySelectorAll(".leaflet-control")) {
      const at = control.getBoundingClientRect();
      room.take(at.left - frame.left + view.seen.x - 4, at.top - frame.top + view.seen.y - 4, at.width + 8, at.height + 8);
    }
    marks = layers.has("incidents") ? placeMarks(view, few) : [];
    for (const mark of marks) room.take(mark.x - mark.r - 2, mark.y - mark.r - 2, 2 * mark.r + 4, 2 * mark.r + 4);
    keepOutlinesClear(view, room);
    const spoken = state.selected === null ? null : leading(incident(state.selected))?.zone;
    const turn = ({ zone }) => (zone.id === spoken ? 0 : ["yes", "maybe", "no"].indexOf(forceNow(zone)) + 1);
    [...zones].sort((a, b) => turn(a) - turn(b)).forEach((zone) => nameZone(view, room, zone));
    if (chosen) nameDoubt(view, room, chosen);
    nameMarks(view, room);
    if (layers.has("basemap")) nameGround(view, room);
    for (const mark of marks) sign(view.context, mark);
    paintRuler(view);
  }

  /* The doubt of what is not selected: enough to see that there is some. */
  function faint(view, index) {
    const { context } = view;
    if (incident(index).on_ring) { area(view, regionsOf(index).half, 0.06, [], 0); return; }
    context.globalAlpha = 0.4;
    const { most, half } = regionsOf(index);
    stroke(view, (most.length ? most : half).flat(), colour.zone, 1, [1, 4], trace);
    context.globalAlpha = 1;
  }

  function cross(view, zone) {
    if (zone.lon === null || zone.lat === null) return;
    const { context } = view;
    for (const [x, y] of spots(view, zone.lon, zone.lat)) {
      context.strokeStyle = colour.zone; context.lineWidth = 1.2;
      context.beginPath();
      context.moveTo(x - 5, y); context.lineTo(x + 5, y); context.moveTo(x, y - 5); context.lineTo(x, y + 5);
      context.stroke();
    }
  }

  function spots(view, lon, lat) {
    const x = worldX(lon), y = worldY(lat);
    return turns(view, { west: x, east: x, north: y, south: y })
      .map((k) => [(x + k) * view.scale - view.x0, y * view.scale - view.y0]);
  }

  const ORDER = ["untested", "not_in_force", "outside", "indeterminate", "inside"];

  /* Marks in drawing order. Up to six incidents on one spot stand side by side; more become one mark with a number. */
  function placeMarks(view, few) {
    const piles = new Map();
    for (const index of few) {
      const one = incident(index);
      if (!one.mark) continue;
      const key = `${one.mark[0].toFixed(4)} ${one.mark[1].toFixed(4)}`;
      if (!piles.has(key)) piles.set(key, []);
      piles.get(key).push(index);
    }
    const r = piles.size > 5000 ? 3 : piles.size > 800 ? 4.5 : 7;
    const out = [];
    for (const pile of piles.values()) {
      const many = pile.length > 6;
      for (const [x, y] of spots(view, ...incident(pile[0]).mark)) {
        (many ? [pile[0]] : pile).forEach((index, nth) => {
          const aside = many ? 0 : (nth - (pile.length - 1) / 2) * (2 * r + 5);
          const chosen = many ? pile.includes(state.selected) : index === state.selected;
          const verdict = verdictOf(many && chosen ? state.selected : index);
          out.push({ indices: many ? pile : [index], x: x + aside, y, r: chosen ? r + 2 : r, verdict, chosen, many });
        });
      }
    }
    if (out.length <= 60) apart(out);
    return out.sort((a, b) => a.chosen - b.chosen || ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  }

  /* Marks that would hide each other move apart, by no more than their own size: both verdicts stay readable. */
  function apart(out) {
    const home = out.map(({ x, y }) => [x, y]);
    for (let round = 0; round < 12; round += 1)
      for (let i = 0; i < out.length; i += 1) for (let j = i + 1; j < out.length; j += 1) {
        const a = out[i], b = out[j];
        const dx = b.x - a.x || 0.01, dy = b.y - a.y, far = Math.hypot(dx, dy), lack = a.r + b.r + 3 - far;
        if (lack <= 0) continue;
        a.x -= dx / far * lack / 2; a.y -= dy / far * lack / 2;
        b.x += dx / far * lack / 2; b.y += dy / far * lack / 2;
      }
    out.forEach((mark, i) => {
      const dx = mark.x - home[i][0], dy = mark.y - home[i][1], far = Math.hypot(dx, dy), most = 2 * mark.r;
      if (far > most) { mark.x = home[i][0] + dx / far * most; mark.y = home[i][1] + dy / far * most; }
    });
  }

  function sign(context, { x, y, r, verdict, chosen, many, indices }) {
    const round = Math.PI * 2;
    const disc = (radius) => { context.beginPath(); context.arc(x, y, radius, 0, round); };
    disc(r + (chosen ? 5 : 2));
    context.fillStyle = colour.land; context.fill();
    if (chosen) { context.strokeStyle = colour.ink; context.lineWidth = 1.5; context.stroke(); }
    disc(r - 1);
    context.fillStyle = verdict === "inside" ? colour.ink : verdict === "untested" ? colour.grey : colour.land;
    context.fill();
    if (verdict === "indeterminate") {
      context.beginPath(); context.arc(x, y, r - 1, Math.PI / 2, Math.PI * 1.5);
      context.fillStyle = colour.ink; context.fill();
    }
    disc(r - 1);
    context.strokeStyle = verdict === "not_in_force" || verdict === "untested" ? colour.grey : colour.ink;
    context.lineWidth = r > 5 ? 2 : 1.4;
    context.setLineDash(verdict === "not_in_force" ? [3.2, 2.4] : []);
    context.stroke();
    context.setLineDash([]);
    if (many) write(context, String(indices.length), x + r + 4, y, "left", `600 12px ${FONT}`, colour.ink);
  }

  /* Which pieces of the sheet already hold something: a coarse grid of boxes; lines are boxes that may be written across. */
  function labelRoom(view) {
    const cell = 64, cells = new Map();
    function each(x, y, w, h, act) {
      for (let i = Math.floor(x / cell); i <= Math.floor((x + w) / cell); i += 1)
        for (let j = Math.floor(y / cell); j <= Math.floor((y + h) / cell); j += 1) if (act(`${i} ${j}`)) return true;
      return false;
    }
    return {
      take(x, y, w, h, line = false) {
        each(x, y, w, h, (key) => { (cells.get(key) || cells.set(key, []).get(key)).push([x, y, w, h, line]); });
      },
      free(x, y, w, h, across = false) {
        const { seen } = view;
        return x > seen.x + 2 && y > seen.y + 2 && x + w < seen.x + seen.w - 2 && y + h < seen.y + seen.h - 2 && !each(x, y, w, h, (key) =>
          (cells.get(key) || []).some(([a, b, c, d, line]) => !(line && across) && x < a + c && a < x + w && y < b + d && b < y + h));
      },
    };
  }

  /* One line of data text on a canvas: line breaks shown as spaces, its direction kept to itself. */
  const oneLine = (text) => `\u2068${text.replace(/[\u0000-\u001f\u2028\u2029]+/g, " ")}\u2069`;

  function write(context, text, x, y, align, font, style) {
    context.font = font; context.textAlign = align; context.textBaseline = "middle";
    context.lineJoin = "round"; context.lineWidth = 3.5; context.strokeStyle = colour.land;
    context.globalAlpha = 0.9; context.strokeText(text, x, y); context.globalAlpha = 1;
    context.fillStyle = style; context.fillText(text, x, y);
  }

  function cropped(context, text, most) {
    if (context.measureText(text).width <= most) return text;
    let kept = [...text];
    while (kept.length > 1 && context.measureText(`${kept.join("")}…`).width > most) kept = kept.slice(0, Math.max(1, Math.floor(kept.length * 0.9)));
    return `${kept.join("")}…`;
  }

  /* Text broken between words into at most `limit` rows of at most `most` pixels. */
  function wrapped(context, text, font, most, limit) {
    context.font = font;
    const rows = [];
    for (const word of text.split(/\s+/)) {
      const longer = rows.length ? `${rows[rows.length - 1]} ${word}` : word;
      if (rows.length && context.measureText(longer).width <= most) rows[rows.length - 1] = longer;
      else rows.push(word);
    }
    if (rows.length > limit) rows.splice(limit - 1, rows.length, rows.slice(limit - 1).join(" "));
    return rows.map((row) => cropped(context, oneLine(row), most));
  }

  /* Shown rows that are stated to be inside and have no mark. */
  function statedInside(zone) {
    let count = 0;
    if (rows.packed) { for (let i = rows.marks; i < rows.count; i += 1) if (mask[i] && verdictOf(i) === "inside") count += 1; return zones.length === 1 ? count : 0; }
    for (let i = 0; i < rows.count; i += 1)
      if (mask[i] && !incident(i).mark && incident(i).verdicts.some((one) => one.zone === zone.id && one.verdict === "inside" && one.basis === "stated")) count += 1;
    return count;
  }

  /* What the map says of a zone, and what where that has no room: its name; radius, dates and who is in it while the zones
     are few and the zone is large. */
  function zoneWords(view, zone, small) {
    const few = zones.length <= 3 && !small, most = Math.min(few ? 330 : 190, view.seen.w - 24), out = [];
    const say = (text, font, limit) => wrapped(view.context, text, font, most, limit).forEach((row) => out.push([row, font]));
    say(zone.name, `600 ${few ? 14 : 13}px ${FONT}`, 3);
    if (!few) return [out];
    const name = [...out];
    const stated = statedInside(zone), force = forceNow(zone), when = range ? "in the time shown" : "at that time";
    if (zone.radius) say(zone.centre ? `${zone.radius} around ${zone.centre}` : zone.radius, `12px ${FONT}`, 2);
    if (zones.length <= 2 && zone.validity && !narrow.matches) say(zone.validity, `12px ${FONT}`, 3);
    if (force !== "yes") say(`${force === "no" ? "not" : "perhaps"} in force ${when}`, `600 12px ${FONT}`, 1);
    if (stated) say(`${stated} more stated to be inside, without a position`, `600 12px ${FONT}`, 2);
    return [out, name];
  }

  /* Where a zone's name may stand, the best first: [left, top, and the point of the outline it belongs to]: above it, below
     it, in its middle, then around its outline, nearer or farther. */
  function* nameSeats(view, box, rings, k, width, height) {
    const { seen, scale, x0, y0 } = view;
    const px = (x) => (x + k) * scale - x0, py = (y) => y * scale - y0;
    const middle = px((box.west + box.east) / 2), top = py(box.north), bottom = py(box.south);
    const left = Math.max(seen.x + 8, Math.min(middle - width / 2, seen.x + seen.w - width - 8));
    if (Math.abs(left + width / 2 - middle) < width)
      for (const at of [top - height - 6, bottom + 6, (top + bottom) / 2 - height - 14]) yield [left, at, null];
    const spots = rings.flatMap((ring) => {
      const out = [], p = ring.points, by = 2 * Math.max(1, Math.ceil(p.length / 96));
      for (let i = 0; i < p.length; i += by) {
        const x = px(p[i]), y = py(p[i + 1]);
        if (x < seen.x || y < seen.y || x > seen.x + seen.w || y > seen.y + seen.h) continue;
        const dx = x - px((ring.west + ring.east) / 2), dy = y - py((ring.north + ring.south) / 2), far = Math.hypot(dx, dy) || 1;
        out.push([x, y, dx / far, dy / far]);
      }
      return out;
    }).sort((a, b) => a[3] - b[3]);
    const off = (at, towards, size) => at + (towards > 0.38 ? 0 : towards < -0.38 ? -size : -size / 2);
    for (const gap of [9, 30, 60, 100]) for (const [x, y, dx, dy] of spots)
      yield [off(x + dx * gap, dx, width), off(y + dy * gap, dy, height), gap > 9 ? [x, y, dx * gap, dy * gap] : null];
  }

  function nameZone(view, room, { zone, polygons }) {
    if (!polygons.length) return;
    const { context, scale, x0, y0, seen } = view, rings = polygons.map((polygon) => polygon[0]);
    const box = { west: Math.min(...rings.map((ring) => ring.west)), east: Math.max(...rings.map((ring) => ring.east)),
      north: Math.min(...rings.map((ring) => ring.north)), south: Math.max(...rings.map((ring) => ring.south)) };
    const words = zoneWords(view, zone, (box.east - box.west) * scale < 40);
    const style = forceNow(zone) === "no" ? colour.grey : colour.zone;
    for (const k of turns(view, box)) {
      if ((box.east + k) * scale - x0 < seen.x || (box.west + k) * scale - x0 > seen.x + seen.w || box.south * scale - y0 < seen.y || box.north * scale - y0 > seen.y + seen.h) continue;
      for (const rows of words) {
        const width = Math.max(...rows.map(([text, font]) => { context.font = font; return context.measureText(text).width; })) + 8, height = rows.length * 16 + 4;
        const seat = nameSeats(view, box, rings, k, width, height).find(([left, top]) => room.free(left, top, width, height));
        if (!seat) continue;
        const [left, top, leader] = seat;
        if (leader) {
          context.strokeStyle = style; context.lineWidth = 1;
          context.beginPath(); context.moveTo(leader[0], leader[1]); context.lineTo(leader[0] + leader[2], leader[1] + leader[3]); context.stroke();
        }
        rows.forEach(([text, font], nth) => write(context, text, left + width / 2, top + 10 + nth * 16, "center", font, style));
        room.take(left, top, width, height);
        break;
      }
    }
  }

  /* No name lies across a zone's outline. */
  function keepOutlinesClear(view, room) {
    for (const shape of zones.slice(0, 50).flatMap((zone) => zone.polygons.flat())) {
      const { scale, x0, y0 } = view, p = shape.points;
      for (const k of turns(view, shape)) {
        let lastX = -1e9, lastY = -1e9;
        for (let i = 0; i < p.length; i += 2) {
          const x = (p[i] + k) * scale - x0, y = p[i + 1] * scale - y0;
          if (Math.hypot(x - lastX, y - lastY) < 6) continue;
          room.take(x - 3, y - 3, 6, 6, true);
          lastX = x; lastY = y;
        }
      }
    }
  }

  const SIDES = [["left", 1, 0], ["right", -1, 0], ["center", 0, -1], ["center", 0, 1]];

  /* Beside a mark where there is room; `across`: where there is none, across the line of an outline. */
  function nameBeside(view, room, mark, text, font, style, { sides = SIDES, across = false } = {}) {
    const { context } = view;
    context.font = font;
    const width = context.measureText(text).width + 4;
    for (const over of across ? [false, true] : [false]) for (const [align, dx, dy] of sides) {
      const gap = mark.r + (mark.chosen ? 9 : 5);
      const left = mark.x + (dx === 1 ? gap : dx === -1 ? -gap - width : -width / 2);
      const top = mark.y + (dy ? dy * (mark.r + 11) : 0) - 8;
      if (!room.free(left, top, width, 16, over)) continue;
      room.take(left, top, width, 16);
      write(context, text, dx === 1 ? left : dx === -1 ? left + width : mark.x, top + 8, align, font, style);
      return true;
    }
    return false;
  }

  /* Dates beside the marks, while they are few: what a reader would ask first of a mark. */
  function nameMarks(view, room) {
    if (marks.length > 40) return;
    for (const mark of [...marks].reverse()) {
      if (mark.many) { room.take(mark.x + mark.r, mark.y - 8, 30, 16); continue; }
      const one = incident(mark.indices[0]);
      if ((one.start || one.on_ring) && (view.zoom >= 4 || mark.chosen)) nameBeside(view, room, mark, oneLine(one.on_ring ? `${one.when}, on this ring` : one.when), `${mark.chosen ? 600 : 400} 12px ${FONT}`, mark.verdict === "not_in_force" ? colour.grey : colour.ink, { across: true });
    }
  }

  function nameGround(view, room) {
    const { context, zoom, seen, scale } = view;
    for (const country of countries) {
      const wide = country.label[2] / 360 * scale;
      if (!country.name || wide < 14) continue;
      const text = country.name.toUpperCase();
      context.font = `500 ${wide > 70 ? 13 : 11}px ${FONT}`;
      context.letterSpacing = "2px";
      const width = context.measureText(text).width + 6;
      for (const [x, y] of countrySpots(view, country, width, wide)) {
        if (!room.free(x - width / 2, y - 9, width, 18)) continue;
        room.take(x - width / 2, y - 9, width, 18);
        write(context, text, x, y, "center", context.font, colour.country);
        break;
      }
      context.letterSpacing = "0px";
    }
    const most = Math.round(seen.w * seen.h / 16000 * (zoom < 3 ? 0.3 : zoom < 5 ? 0.6 : 1));
    let count = 0;
    for (const [name, lon, lat, capital] of ground.towns) {
      if (count > most) break;
      for (const [x, y] of spots(view, lon, lat)) {
        if (!room.free(x - 4, y - 4, 8, 8)) continue;
        if (!nameBeside(view, room, { x, y, r: 0 }, oneLine(name), `${capital ? 600 : 400} 12px ${FONT}`, colour.place)) continue;
        room.take(x - 3, y - 3, 6, 6);
        context.fillStyle = colour.place;
        context.beginPath(); context.arc(x, y, capital ? 2.6 : 1.9, 0, Math.PI * 2); context.fill();
        count += 1;
      }
    }
  }

  /* Its widest spot and others around it; where those are out of sight, the middle of what is seen of it. */
  function* countrySpots(view, country, width, wide) {
    const [lon, lat, radius] = country.label;
    const step = Math.max(radius * 0.4, 0.1);
    for (const [dx, dy] of [[0, 0], [0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, -1], [1, -1], [-1, 1]])
      yield* spots(view, lon + dx * step, lat + dy * step * 0.8);
    if (wide > 70) yield* seenSpots(view, country, width);
  }

  /* Points of a grid over the view where the label's ends and its middle lie in the country, the innermost first. */
  function seenSpots(view, country, width) {
    const { seen, scale, x0, y0 } = view;
    const wx = (x) => (x + x0) / scale, wy = (y) => (y + y0) / scale;
    const near = country.rings.filter((ring) => turns({ west: wx(seen.x), east: wx(seen.x + seen.w), north: wy(seen.y), south: wy(seen.y + seen.h) }, ring).length);
    if (!near.length) return [];
    const inside = (x, y) => x > seen.x && x < seen.x + seen.w && y > seen.y && y < seen.y + seen.h &&
      near.some((ring) => holds(ring, wx(x), wy(y)));
    const out = [];
    for (let i = 1; i < 10; i += 1) for (let j = 1; j < 10; j += 1) {
      const x = seen.x + seen.w * i / 10, y = seen.y + seen.h * j / 10;
      if (![[0, 0], [-width / 2, 0], [width / 2, 0]].every(([dx, dy]) => inside(x + dx, y + dy))) continue;
      let depth = 1;
      while (depth < 5 && [[1, 0], [-1, 0], [0, 1], [0, -1]].every(([dx, dy]) => inside(x + dx * depth * 40, y + dy * depth * 40))) depth += 1;
      out.push([x, y, depth]);
    }
    return out.sort((a, b) => b[2] - a[2]);
  }

  /* Even-odd rule, in units of the world, at whichever turn of the world the point lies. */
  function holds(ring, x, y) {
    if (y < ring.north || y > ring.south) return false;
    const p = ring.points, at = x - Math.floor(x - ring.west);
    if (at > ring.east) return false;
    let odd = false;
    for (let i = 0, j = p.length - 2; i < p.length; j = i, i += 2)
      if ((p[i + 1] > y) !== (p[j + 1] > y) && at < (p[j] - p[i]) * (y - p[i + 1]) / (p[j + 1] - p[i + 1]) + p[i]) odd = !odd;
    return odd;
  }

  const base = new Sheet(paintGround), over = new Sheet(paintSaid);
  function paintOver() { if (over._map) over.redraw(); }

  // ---------------------------------------------------------------- pointing at the map

  function hits(point, reach) {
    if (rows.packed && !marks.some((mark) => !mark.chosen)) return packedHits(rows, mask, point, 4 + reach);
    const size = map.getSize(), dx = size.x * PAD, dy = size.y * PAD;
    const near = marks.map((mark) => ({ mark, far: Math.hypot(mark.x - dx - point.x, mark.y - dy - point.y) }))
      .filter(({ mark, far }) => far <= mark.r + reach).sort((a, b) => a.far - b.far);
    return [...new Set(near.flatMap(({ mark }) => mark.indices))];
  }

  let restTimer = 0;

  function onPoint(event) {
    if (ruler.on) {
      hint.hidden = true;
      if (ruler.spots.length) { ruler.hover = [event.latlng.lng, event.latlng.lat]; sayRuler(); paintOver(); }
      return;
    }
    clearTimeout(restTimer);
    if (map.dragging.moving()) { hint.hidden = true; return; }
    const found = hits(event.containerPoint, 2);
    map.getContainer().classList.toggle("pointing", found.length > 0);
    const one = found.length ? incident(found[0]) : null, unread = one !== null && one.pending && found.length < MANY_HERE;
    hint.hidden = !one || unread;
    if (unread) restTimer = setTimeout(() => { rows.whole(found[0]).then(() => onPoint(event)); }, 60);  // texts are read where the pointer rests
    if (hint.hidden) return;
    hint.replaceChildren(found.length < MANY_HERE ? said(one.title) : `${found.length.toLocaleString("en")} incidents`, found.length > 1 && found.length < MANY_HERE ? ` and ${found.length - 1} more` : "");
    const size = map.getSize();
    hint.style.left = `${Math.max(4, Math.min(event.containerPoint.x + 14, size.x - 270))}px`;
    hint.style.top = `${Math.max(4, event.containerPoint.y - 34)}px`;
  }

  function onPress(event) {
    if (ruler.on) { ruleAt(event.latlng); return; }
    const found = hits(event.containerPoint, L.Browser.mobile ? 10 : 3);
    if (found.length === 1) select(found[0], { focus: "card" });
    else if (found.length > MANY_HERE) map.setView(map.containerPointToLatLng(event.containerPoint), map.getZoom() + 2);
    else if (found.length > 1) choose(found);
    else close();
  }

  // ---------------------------------------------------------------- the panel

  function fillMasthead() {
    if (!bare) document.title = data.title;
    byId("title").replaceChildren(said(data.title));
    for (const key of ["subtitle", "finding", "word", "notice", "measured", "made"]) {
      byId(key).replaceChildren(said(data[key] || ""));
      byId(key).hidden = !data[key];
    }
  }

  // ---------------------------------------------------------------- the legend is the filter

  const FACETS = { temporal: "In force at the time", basis: "Rests on", zone: "Zone", claim_status: "On whose word", kind: "Kind", source: "Source" };
  const FACET_WORDS = {
    temporal: { in_force: "the zone was in force", before: "before it was in force", after: "after it had ended", disputed: "disputed", undated: "undated", "": "not compared" },
    basis: { computed: "a computed position", stated: "a statement", "": "not compared" },
    claim_status: { claimed_one_side: "claimed by one side", claimed_both: "acknowledged by both", contested: "contested", independent: "confirmed independently", unknown: "not recorded", "": "not recorded" },
  };

  const facetWord = (name, value) => {
    if (name === "zone") return value === "" ? "none" : zoneName.get(value) || value;
    return FACET_WORDS[name] && Object.hasOwn(FACET_WORDS[name], value) ? FACET_WORDS[name][value] : value || "not given";
  };

  /* Facets of an ordinary page: {name, values, codes}, or `lists` of codes where an incident may have several. */
  function plainFacets(incidents) {
    const of = {
      temporal: (one) => leading(one, "")?.temporal ?? "", basis: (one) => one.basis, claim_status: (one) => one.claim_status || "unknown",
      kind: (one) => one.facts.find(([term]) => term === "Kind")?.[1] || "",
      zone: (one) => one.verdicts.filter(({ verdict }) => verdict === "inside" || verdict === "indeterminate").map(({ zone }) => zone),
      source: (one) => [...new Set(one.quotes.map((quote) => quote.publisher || quote.title || quote.report).filter(Boolean))],
    };
    const out = [];
    for (const [name, value] of Object.entries(of)) {
      if (!data.checked && ["temporal", "basis", "zone"].includes(name) || name === "zone" && data.zones.length < 2) continue;
      const told = incidents.map((one) => { const found = value(one); return Array.isArray(found) ? (found.length ? found : [""]) : [found]; });
      const values = [...new Set(told.flat())].sort((a, b) => (facetWord(name, a) < facetWord(name, b) ? -1 : 1));
      if (values.length < 2) continue;
      const code = new Map(values.map((one, nth) => [one, nth])), lists = told.map((some) => some.map((one) => code.get(one)));
      if (told.every((some) => some.length === 1) && values.length < 256) out.push({ name, values, codes: Uint8Array.from(lists, ([one]) => one) });
      else out.push({ name, values, lists });
    }
    return out;
  }

  const outOf = (name) => state.out.get(name) || state.out.set(name, new Set()).get(name);

  /* How many rows each value would show, all other filters kept: what a tick in front of it adds or takes. */
  function countValues() {
    const facets = rows.facets, { first, last } = rows, clock = state.clock, found = state.query.trim() ? state.found : null;
    const verdicts = new Uint32Array(VERDICT_CODES.length), values = facets.map((facet) => new Uint32Array(facet.values.length));
    const hidden = VERDICT_CODES.map((name) => state.hidden.has(name)), outs = facets.map(({ name }) => outOf(name));
    const strict = facets.map((_, nth) => nth).filter((nth) => outs[nth].size);
    const fails = (nth, i) => { const { codes: of, lists } = facets[nth]; return of ? outs[nth].has(of[i]) : lists[i].every((code) => outs[nth].has(code)); };
    const add = (nth, i) => { const { codes: of, lists } = facets[nth]; if (of) values[nth][of[i]] += 1; else for (const code of lists[i]) values[nth][code] += 1; };
    for (let i = 0; i < rows.count; i += 1) {
      if (found && !found[i]) continue;
      if (clock && !(first[i] === UNDATED ? clock.undated : first[i] <= clock.to && last[i] >= clock.from)) continue;
      let lacks = hidden[codes[i]] ? 1 : 0, which = lacks ? -1 : -2;
      for (const nth of strict) if (fails(nth, i)) { lacks += 1; which = nth; if (lacks > 1) break; }
      if (lacks > 1) continue;
      if (!lacks || which === -1) verdicts[codes[i]] += 1;
      if (!lacks) for (let nth = 0; nth < facets.length; nth += 1) add(nth, i);
      else if (which >= 0) add(which, i);
    }
    return { verdicts, values };
  }

  function tick(shown, act, ...content) {
    const box = el("input", { type: "checkbox", checked: shown, on: { change: () => { act(box.checked); acted(); } } });
    return el("label", {}, box, ...content);
  }

  const setOf = (set, one, inside) => { if (inside) set.add(one); else set.delete(one); refilter(); };

  function fillLegend() {
    const legend = byId("legend");
    legend.hidden = !rows.count;
    for (const node of [...legend.querySelectorAll("label")]) node.remove();
    const present = new Uint8Array(VERDICT_CODES.length);
    for (let i = 0; i < codes.length; i += 1) present[codes[i]] = 1;
    for (const [name, [word, gloss]] of Object.entries(VERDICTS)) {
      const code = VERDICT_CODES.indexOf(name);
      if (!present[code] && (name === "untested" || !data.checked)) continue;
      const label = tick(!state.hidden.has(name), (on) => setOf(state.hidden, name, !on), glyph(name),
        el("span", {}, word, " ", el("small", {}, gloss)), el("span", { class: "number", "data-verdict": code }));
      label.classList.toggle("none", !present[code]);
      legend.append(label);
    }
    const box = byId("facets");
    box.hidden = !rows.facets.length;
    box.querySelector("div").replaceChildren(...rows.facets.map((facet, nth) => el("fieldset", {}, el("legend", {}, FACETS[facet.name]),
      ...facet.values.map((value, code) => tick(!outOf(facet.name).has(code), (on) => setOf(outOf(facet.name), code, !on),
        said(facetWord(facet.name, value)), el("span", { class: "number", "data-facet": nth, "data-code": code }))))));
    recountSoon();
  }

  function recount() {
    const { verdicts, values } = countValues();
    for (const node of byId("index").querySelectorAll(".number")) {
      const { verdict, facet, code } = node.dataset;
      node.textContent = (verdict === undefined ? values[facet][code] : verdicts[verdict]).toLocaleString("en");
    }
    const narrowed = [...state.out].filter(([, out]) => out.size).map(([name]) => FACETS[name].toLowerCase());
    byId("facets").querySelector("summary span").textContent = narrowed.length ? `· ${narrowed.join(", ")}` : "";
  }

  let countTimer = 0;
  function recountSoon() {
    clearTimeout(countTimer);
    if (rows.count > 20000) countTimer = setTimeout(recount, 150); else recount();
  }

  /* Everything shown again, whatever was hidden. */
  function reset() {
    state.hidden.clear(); state.out.clear();
    state.query = byId("query").value = ""; state.found = null;
    setClock(null, true);
    fillLegend(); refilter(); acted();
  }
  byId("reset").addEventListener("click", reset);

  function fillZones() {
    const box = byId("zones");
    if (data.zones.length > 1 && data.checked) {
      const pick = el("select", { on: { change: async () => { await setZone(pick.value); fillLegend(); if (state.selected !== null) fillCard(state.selected); acted(); } }, id: "lens" },
        el("option", { value: "" }, "all zones"), ...data.zones.map((zone) => el("option", { value: zone.id }, said(zone.name))));
      box.append(el("p", {}, el("label", {}, "Verdicts against ", pick)));
    }
    for (const zone of data.zones.slice(0, 30)) {
      box.append(el("details", {}, el("summary", {}, said(zone.name)),
        el("p", {}, said(zone.centre ? `${zone.radius} around ${zone.centre}` : zone.radius)),
        el("p", {}, said(zone.validity)),
        zone.source ? el("p", {}, "Source: ", said(zone.source)) : "",
        zone.alternatives.length ? el("p", {}, "Other readings:") : "",
        zone.alternatives.length ? el("ul", {}, ...zone.alternatives.map((other) =>
          el("li", {}, said(other.text), other.source ? el("span", {}, " (", said(other.source), ")") : ""))) : ""));
    }
  }

  const LIST_MOST = 500, MANY_HERE = 100;
  let listFrom = 0;

  function fillList() {
    byId("search").hidden = rows.count < 2;
    const most = rows.packed ? LIST_MOST / 5 : LIST_MOST, part = shownCount > most;
    byId("count").textContent = !rows.count ? "No incidents in this table."
      : `${shownCount.toLocaleString("en")} of ${rows.count.toLocaleString("en")} shown` +
        (part ? `, the list holds ${listFrom ? `those from ${(listFrom + 1).toLocaleString("en")}` : `the first ${most}`}` : "");
    byId("count").title = narrow.matches ? "" : "j and k walk through them";
    byId("list").replaceChildren(...shownFrom(listFrom, most).map(lineOf));
    if (rows.packed) for (const line of byId("list").children) whenSeen.observe(line);
  }

  function lineOf(index) {
    const one = incident(index), verdict = verdictOf(index);
    const tags = [leading(one)?.basis === "stated" ? "stated" : "", !one.mark && one.lon !== null ? "no pin" : ""].filter(Boolean).join(", ");
    return el("li", {}, el("button", { type: "button", "data-index": index, "aria-current": index === state.selected ? "true" : null,
      on: { click: () => select(index, { focus: "card" }) } }, glyph(verdict),
      el("span", {}, el("span", { class: "unseen" }, `${VERDICTS[verdict][0]}: `), el("b", {}, said(one.title)),
        el("span", { class: "meta" }, said(one.when), one.where_worded ? " · " : "", one.where_worded ? said(one.where_worded) : "", tags ? ` · ${tags}` : ""))));
  }

  let listTimer = 0;
  function fillListSoon() {
    clearTimeout(listTimer);
    listTimer = setTimeout(fillList, 120);
  }

  /* A line of the list whose texts are still packed gets them when it is seen. */
  const whenSeen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      const index = Number(target.firstChild.dataset.index);
      if (!isIntersecting) continue;
      whenSeen.unobserve(target);
      if (!incident(index).pending) continue;
      rows.whole(index).then(() => { if (target.isConnected) target.firstChild.replaceChildren(...lineOf(index).firstChild.childNodes); });
    }
  });

  const rowOf = (index) => byId("list").querySelector(`button[data-index="${index}"]`);

  // ---------------------------------------------------------------- the card

  function choose(found) {
    const line = (index) => [glyph(verdictOf(index)), el("span", {}, said(incident(index).title), el("br"), said(incident(index).when))];
    card.replaceChildren(cardBar(null), el("h2", { id: "card-title" }, `${found.length} incidents here`),
      el("ul", { class: "choose" }, ...found.slice(0, MANY_HERE).map((index) => {
        const button = el("button", { type: "button", on: { click: () => select(index, { focus: "card" }) } }, ...line(index));
        if (incident(index).pending) rows.whole(index).then(() => button.replaceChildren(...line(index)));
        return el("li", {}, button);
      })));
    card.hidden = false;
    card.focus({ preventScroll: true });
  }

  function cardBar(index) {
    const walk = index === null ? el("span", { class: "walk" }) : el("span", { class: "walk" },
      el("button", { type: "button", "aria-label": "Previous incident", title: "k", on: { click: () => step(-1, "card") } }, "‹"),
      el("small", {}, `${(rankOf(index) + 1).toLocaleString("en")} of ${shownCount.toLocaleString("en")}`),
      el("button", { type: "button", "aria-label": "Next incident", title: "j", on: { click: () => step(1, "card") } }, "›"));
    const shut = el("button", { type: "button", "aria-label": "Close", title: "Esc", on: { click: () => close(true) } }, "×");
    if (index === null) return el("div", { class: "bar" }, walk, shut);
    const told = leading(incident(index)), verdict = verdictOf(index);
    const bar = el("div", { class: "bar" }, glyph(verdict), el("span", { class: "verdict" }, VERDICTS[verdict][0]),
      told && told.basis === "stated" ? el("span", { class: "tag" }, "stated") : "", walk, shut);
    return told && data.zones.length > 1 ? el("div", {}, bar, el("p", { class: "against" }, said(zoneName.get(told.zone) || told.zone))) : bar;
  }

  function entry(term, ...content) {
    const parts = content.filter((part) => part);
    return parts.length ? [el("dt", {}, term), el("dd", {}, ...parts)] : [];
  }

  const small = (text) => (text ? el("small", {}, said(text)) : null);

  function fillCard(index) {
    const one = incident(index), told = leading(one);
    const others = one.verdicts.filter((other) => other !== told && !state.zone);
    card.replaceChildren(cardBar(index), el("h2", { id: "card-title" }, said(one.title)),
      told && told.reason ? el("p", {}, said(told.reason)) : "",
      el("dl", {},
        ...entry("Whose word", said(one.whose)),
        ...entry("When", said(one.when), one.when_worded ? small(`worded: “${one.when_worded}”`) : null, told ? small(told.time) : null),
        ...(told ? entry("Binds", told.binds ? said(told.binds) : null) : []),
        ...entry("Where", one.where_worded ? said(`“${one.where_worded}”`) : null, small(one.where), small(one.mark_note), ...one.remarks.map(small),
          small(one.mark && Math.abs(one.mark[1]) > 85.05 ? "Beyond the map’s edge at 85°: drawn at the edge." : "")),
        ...(told ? entry("Edge", told.edge ? said(told.edge) : null) : []),
        ...(told ? entry("Chance inside", ...chance(told)) : []),
        ...(told ? entry("Would flip", flip(told)) : []),
        ...one.facts.flatMap(([term, text]) => entry(term, said(text)))),
      quotes(one), conflicts(one), statements(told), ...otherZones(others),
      joinedFrom(one), howCome(told, one), extras(one));
    card.hidden = false;
    card.scrollTop = 0;
  }

  function chance(told) {
    const [robust, literal, low, high] = told.p_said;
    if (!robust) return [];
    const bits = [];
    if (literal && literal !== robust) bits.push(`${literal} if the words are exact`);
    if (low && high && low !== high) bits.push(`${low} to ${high} over all readings`);
    return [el("span", {}, robust), bar(told.p), small(bits.join("; ")),
      el("small", {}, told.basis === "stated" ? "Assumed for a statement without a position." : "Read as a guide, not a frequency.")];
  }

  /* 0 to 100%: the span of the readings, the robust figure as a tick. */
  function bar([robust, , low, high]) {
    const x = (p) => 2 + 96 * p;
    const parts = [svg("line", { x1: "2%", x2: "98%", y1: 8, y2: 8, stroke: "var(--rule)", "stroke-width": 4 })];
    if (low !== null && high !== null)
      parts.push(svg("line", { x1: `${x(low)}%`, x2: `${x(high)}%`, y1: 8, y2: 8, stroke: "var(--ink)", "stroke-opacity": 0.4, "stroke-width": 4 }));
    parts.push(svg("circle", { cx: `${x(robust)}%`, cy: 8, r: 5, fill: "var(--ink)" }));
    return svg("svg", { class: "scale", "aria-hidden": "true" }, ...parts);
  }

  function flip(told) {
    if (told.stable === null || told.verdict === "unlocated") return null;
    return el("div", {}, el("span", {}, told.stable ? "No other stated reading changes this verdict." : "Another stated reading changes this verdict (dashed on the map)."),
      told.flips.length ? el("ul", {}, ...told.flips.map((text) => el("li", {}, said(text)))) : "");
  }

  /* A quote with the words that gave place and date marked in it. */
  function marked(text, words) {
    const node = said(""), low = text.toLowerCase(), spans = [];
    if (low.length !== text.length) return said(text);  // a letter whose small form is longer
    for (const word of words.map((one) => one.trim().toLowerCase())) {
      const at = word.length > 2 ? low.indexOf(word) : -1;
      if (at >= 0 && !spans.some(([from, to]) => at < to && from < at + word.length)) spans.push([at, at + word.length]);
    }
    let end = 0;
    for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) { node.append(text.slice(end, from), el("mark", {}, text.slice(from, to))); end = to; }
    node.append(text.slice(end));
    return node;
  }

  function quotes(one) {
    const told = one.quotes.filter((quote) => quote.quote || quote.said_by || quote.publisher);
    if (!told.length) return "";
    return el("div", {}, el("h3", {}, told.some((quote) => quote.quote) ? "What was said" : "Sources"), ...told.map((quote) => {
      const who = [quote.said_by, quote.stance && quote.stance !== "asserts" ? quote.stance.replace(/_/g, " ") : ""].filter(Boolean).join(", ");
      const source = [quote.title || quote.report, quote.publisher, quote.published].filter(Boolean).join(", ");
      return el("blockquote", {}, quote.quote ? el("p", {}, "“", marked(quote.quote, [one.where_worded, one.when_worded]), "”") : "",
        el("footer", {}, who ? said(who) : "", who && source ? " · " : "", source ? link(quote.url, source) : "",
          quote.archive_url ? " · " : "", quote.archive_url ? link(quote.archive_url, "archived") : ""));
    }));
  }

  function conflicts(one) {
    if (!one.conflicts.length) return "";
    return el("div", {}, el("h3", {}, "Contradictions"), ...one.conflicts.map((conflict) => el("p", {}, said(conflict.about), conflict.values.length ? ": " : "",
      ...conflict.values.flatMap((value, nth) => [nth ? "; " : "", said(value.value), value.said_by || value.report ? el("span", {}, " (", said(value.said_by || value.report), ")") : ""]))));
  }

  function statements(told) {
    if (!told || !told.stated.length) return "";
    return el("div", {}, el("h3", {}, "Said about the zone"), ...told.stated.map((one) => el("blockquote", {},
      el("p", {}, said(one.quote ? `“${one.quote}”` : [one.relation, one.zone_text].filter(Boolean).join(" "))), el("footer", {}, said([one.said_by, one.report].filter(Boolean).join(" · "))))));
  }

  function otherZones(others) {
    return others.slice(0, 20).map((other) => el("section", { class: "zone" }, el("div", { class: "bar" }, glyph(other.verdict),
      el("b", {}, VERDICTS[other.verdict][0]), " ", said(zoneName.get(other.zone) || other.zone)), other.reason ? el("p", {}, said(other.reason)) : ""));
  }

  function joinedFrom(one) {
    if (!one.merged.length) return "";
    return el("details", {}, el("summary", {}, "What was merged"), el("ul", {}, ...one.merged.map((text) => el("li", {}, said(text)))));
  }

  function howCome(told, one) {
    const steps = told ? told.trace.filter(Boolean) : [];
    if (!steps.length && !one.profile) return "";
    return el("details", {}, el("summary", {}, "How this came about"), el("ol", {}, ...steps.map((text) => el("li", {}, said(text)))),
      one.profile ? el("p", {}, "Doubt profile: ", said(one.profile)) : "");
  }

  function extras(one) {
    if (!one.extra.length) return "";
    return el("details", {}, el("summary", {}, "More from the table"), el("dl", {},
      ...one.extra.flatMap(([key, value]) => [el("dt", {}, said(key)), el("dd", {}, /^https?:\/\//i.test(value) ? link(value, value) : said(value))])));
  }

  // ---------------------------------------------------------------- choosing, walking, closing

  function select(index, { focus } = {}) {
    if (state.selected !== null) rowOf(state.selected)?.removeAttribute("aria-current");
    state.selected = index;
    hint.hidden = true;
    if (incident(index).pending) {  // its chunk opens within a few milliseconds; until then the old card stands
      if (card.hidden) fillCard(index);
      rows.whole(index).then(() => { if (state.selected === index) { fillCard(index); paintOver(); } });
    } else fillCard(index);
    if (!rowOf(index) && mask[index]) { listFrom = Math.max(0, rankOf(index) - 5); if (rows.packed) fillListSoon(); else fillList(); }
    const row = rowOf(index);
    if (row) { row.setAttribute("aria-current", "true"); row.scrollIntoView({ block: "nearest" }); }
    if (focus === "card") card.focus({ preventScroll: true });
    else if (row) row.focus({ preventScroll: true });
    if (!bringIntoView(incident(index))) paintOver();
    acted();
  }

  /* The part of the map that the card leaves free, in pixels of the map. */
  function freePart() {
    const size = map.getSize();
    if (card.hidden) return { left: 0, top: 0, right: size.x, bottom: size.y };
    const at = card.getBoundingClientRect(), frame = map.getContainer().getBoundingClientRect();
    if (narrow.matches) return { left: 0, top: 0, right: size.x, bottom: Math.max(80, Math.min(size.y, at.top - frame.top)) };
    return { left: 0, top: 0, right: Math.max(80, at.left - frame.left), bottom: size.y };
  }

  /* Moves the map, no further than it must, until the free part shows the incident: its mark, and so far as they fit in at
     this zoom its region and the zone that it is in or near. True when it moved. */
  function bringIntoView(one) {
    const told = leading(one), near = told && (told.verdict === "inside" || told.verdict === "indeterminate");
    const zone = near ? data.zones.find(({ id }) => id === told.zone) : null;
    const wanted = [one.mark && [[[one.mark]]], one.region_50, one.region_90, zone && zone.outline].filter(Boolean);
    if (!wanted.length) return false;
    map.stop();
    const free = freePart(), margin = one.mark ? 28 : 12, turn = map.getCenter().lng;
    const wide = free.right - free.left - 2 * margin, tall = free.bottom - free.top - 2 * margin;
    let seen = null;
    for (const polygons of wanted) {
      const spots = polygons.flat(2), lon = spots.map(([x]) => x), west = Math.min(...lon), east = Math.max(...lon);
      const shift = 360 * Math.round((turn - (west + east) / 2) / 360), lat = spots.map(([, y]) => y);
      const a = map.latLngToContainerPoint([Math.max(...lat), west + shift]), b = map.latLngToContainerPoint([Math.min(...lat), east + shift]);
      const box = seen ? [Math.min(a.x, seen[0]), Math.min(a.y, seen[1]), Math.max(b.x, seen[2]), Math.max(b.y, seen[3])] : [a.x, a.y, b.x, b.y];
      if (seen && (box[2] - box[0] > wide || box[3] - box[1] > tall)) break;
      seen = box;
    }
    const off = (low, high, from, to) => (high - low > to - from ? (low + high - from - to) / 2 : low < from ? low - from : high > to ? high - to : 0);
    const by = [off(seen[0], seen[2], free.left + margin, free.right - margin), off(seen[1], seen[3], free.top + margin, free.bottom - margin)];
    if (Math.abs(by[0]) < 1 && Math.abs(by[1]) < 1) return false;
    map.panBy(by, { animate: !calm, duration: 0.2 });
    return true;
  }

  function close(refocus) {
    if (card.hidden && state.selected === null) return;
    const was = state.selected;
    card.hidden = true;
    state.selected = null;
    if (was !== null) {
      const row = rowOf(was);
      row?.removeAttribute("aria-current");
      if (refocus) (row || map.getContainer()).focus({ preventScroll: true });
      acted();
    }
    paintOver();
  }

  function step(by, focus) {
    if (shownCount) select(neighbour(state.selected, by), { focus });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (byId("menu").open) { byId("menu").open = false; byId("menu").querySelector("summary").focus(); } else if (ruler.on) measure(false); else close(true);
      return;
    }
    if (event.key === "Enter" && ruler.on && event.target === map.getContainer()) ruleAt(map.getCenter());
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
    if (event.key === "j" || event.key === "k") { step(event.key === "j" ? 1 : -1); event.preventDefault(); }
    if (event.key === "/" && !byId("search").hidden) { byId("query").focus(); event.preventDefault(); }
  });
  byId("query").addEventListener("input", (event) => { state.query = event.target.value; research(); acted(); });

  // ---------------------------------------------------------------- the timeline

  const time = byId("time"), strip = byId("strip"), bars = byId("bars");
  const ALWAYS = { from: -(2 ** 30), to: 2 ** 30 };
  let axis = null;           // first and last day of the strip, its bins, which bin a day falls into
  let range = null;          // [from, to] in days, null: all dates
  let playing = 0, binned = null;  // the bars' counts, until legend or search change

  /* Days on which a bin begins, from the one that holds `low` to beyond `high`. */
  function binStarts(low, high, [unit, many]) {
    const out = [];
    if (unit === "day") {
      const begin = many === 7 ? low - (((low + 3) % 7) + 7) % 7 : low;  // weeks begin on Monday
      for (let day = begin; day <= high + many; day += many) out.push(day);
    } else {
      const date = new Date(low * 86400000), per = unit === "year" ? 12 * many : many;
      let month = Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / per) * per;
      for (let day = -Infinity; day <= high; month += per) {
        const at = new Date(0);
        at.setUTCFullYear(Math.floor(month / 12), month - Math.floor(month / 12) * 12, 1);
        day = Math.round(at.getTime() / 86400000);
        out.push(day);
      }
    }
    return Int32Array.from(out);
  }

  const BINS = [["day", 1], ["day", 7], ["month", 1], ["month", 3], ["year", 1], ["year", 2], ["year", 5], ["year", 10], ["year", 25], ["year", 100], ["year", 500]];
  const LENGTH = { day: 1, month: 30.4, year: 365.2 };
  const BIN_WORDS = { "day 1": "day", "day 7": "week", "month 1": "month", "month 3": "quarter", "year 1": "year" };

  function layAxis() {
    const { first, last, count } = rows;
    let low = Infinity, high = -Infinity, undated = 0;
    for (let i = 0; i < count; i += 1) {
      if (first[i] === UNDATED) { undated += 1; continue; }
      if (first[i] < low) low = first[i];
      if (last[i] > high) high = last[i];
    }
    time.hidden = !(high > low);  // of one day there is nothing to choose
    if (time.hidden) return;
    const unit = BINS.find(([name, many]) => (high - low) / LENGTH[name] / many <= 90) || BINS[BINS.length - 1];
    const edges = binStarts(low, high, unit), begin = edges[0], end = edges[edges.length - 1];
    const lookup = new Uint16Array(end - begin);
    for (let bin = 0; bin + 1 < edges.length; bin += 1) lookup.fill(bin, edges[bin] - begin, edges[bin + 1] - begin);
    axis = { begin, end, edges, lookup, bins: edges.length - 1, unit: BIN_WORDS[unit.join(" ")] || `${unit[1]} years`, low, high, undated };
    byId("undated").hidden = !undated;
    byId("undated").querySelector("span").textContent = `${undated.toLocaleString("en")} undated`;
    byId("play").hidden = axis.bins < 2;
    setRange(range);
  }

  /* How much of the strip the axis takes: the undated stand apart at its right end. */
  const axisWidth = () => strip.clientWidth - (axis.undated ? 64 : 0);
  const dayX = (day) => (day - axis.begin) / (axis.end - axis.begin) * axisWidth();
  const xDay = (x) => Math.max(axis.begin, Math.min(axis.end - 1, Math.floor(axis.begin + x / axisWidth() * (axis.end - axis.begin))));
  const binAt = (day) => axis.lookup[Math.max(0, Math.min(axis.lookup.length - 1, day - axis.begin))];

  /* The clock of the filter: `range` in days or null, and whether the undated stay. */
  function setClock(to, undated = byId("undated").querySelector("input").checked) {
    byId("undated").querySelector("input").checked = undated;
    range = to;
    state.clock = range || !undated ? { from: range ? range[0] : ALWAYS.from, to: range ? range[1] : ALWAYS.to, undated } : null;
    if (axis) setRange(range);
  }

  let timeFrame = 0;
  function moveClock(to, undated) {
    setClock(to, undated);
    if (!timeFrame) timeFrame = requestAnimationFrame(() => { timeFrame = 0; retime(state.clock); recountSoon(); });
  }

  function setRange(to) {
    const [from, until] = to || [axis.begin, axis.end - 1], brush = byId("brush");
    const x0 = dayX(from), x1 = dayX(until + 1);
    brush.hidden = !to;
    brush.style.left = `${x0}px`; brush.style.width = `${Math.max(2, x1 - x0)}px`;
    for (const [name, day, x] of [["from", from, x0], ["to", until, x1]]) {
      const handle = byId(name);
      handle.style.left = `${x}px`;
      handle.setAttribute("aria-valuemin", axis.begin); handle.setAttribute("aria-valuemax", axis.end - 1);
      handle.setAttribute("aria-valuenow", day); handle.setAttribute("aria-valuetext", sayDate(isoOf(day), ""));
    }
    byId("span").textContent = to ? sayDate(isoOf(from), isoOf(until)) : `${sayDate(isoOf(axis.low), isoOf(axis.high))}, by ${axis.unit}`;
    byId("all").hidden = !to;
    paintTime();
  }

  const STACK = ["inside", "indeterminate", "outside", "not_in_force", "unlocated", "untested"];

  function paintTime() {
    if (time.hidden || !axis || !strip.clientWidth) return;
    const width = strip.clientWidth, height = strip.clientHeight, ratio = window.devicePixelRatio || 1, top = 3;
    const foot = 13 + 3 * (data.zones.length <= 3 ? data.zones.length : 0);
    if (bars.width !== Math.round(width * ratio) || bars.height !== Math.round(height * ratio)) {
      bars.width = Math.round(width * ratio); bars.height = Math.round(height * ratio);
    }
    const context = bars.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    binned = binned || histogram(sifted, codes, rows.first, rows.last, axis.begin, axis.lookup, axis.bins);
    const { counts, undated } = binned;
    const sum = Array.from({ length: axis.bins }, (_, bin) => counts.reduce((all, one) => all + one[bin], 0));
    const lone = undated.reduce((all, one) => all + one, 0), most = Math.max(1, ...sum, lone), tall = height - foot - top;
    const paintBar = (x0, x1, count, faded) => {
      context.globalAlpha = faded ? 0.3 : 1;
      let y = top + tall;
      for (const name of STACK) {
        const many = count(VERDICT_CODES.indexOf(name));
        if (!many) continue;
        const h = Math.max(1.5, many / most * tall);
        y -= h;
        segment(context, name, x0, y, Math.max(1, x1 - x0), h);
      }
      context.globalAlpha = 1;
    };
    for (let bin = 0; bin < axis.bins; bin += 1) {
      if (!sum[bin]) continue;
      const x0 = dayX(axis.edges[bin]), x1 = dayX(axis.edges[bin + 1]), gap = x1 - x0 > 5 ? 1.5 : 0.5;
      const faded = range && (axis.edges[bin] > range[1] || axis.edges[bin + 1] - 1 < range[0]);
      paintBar(x0 + gap / 2, Math.min(x1 - gap / 2, x0 + gap / 2 + 22), (code) => counts[code][bin], faded);
    }
    const base = top + tall + 0.5;
    context.strokeStyle = colour.rule; context.lineWidth = 1;
    context.beginPath(); context.moveTo(0, base); context.lineTo(axisWidth(), base); context.stroke();
    if (axis.undated) {
      const x = width - 56;
      paintBar(x + 12, x + 34, (code) => undated[code], state.clock && !state.clock.undated);
      context.beginPath(); context.moveTo(x, base); context.lineTo(width, base); context.stroke();
      caption(context, "undated", x + 23, height - 6, "center");
    }
    paintForce(context, base);
    paintTicks(context, height - 6);
  }

  /* One verdict's part of a bar: the same signs as on the map. */
  function segment(context, verdict, x, y, w, h) {
    const grey = verdict === "not_in_force" || verdict === "unlocated" || verdict === "untested", hue = grey ? colour.grey : colour.ink;
    const alpha = context.globalAlpha;
    context.fillStyle = hue;
    if (verdict === "inside" || verdict === "untested") context.fillRect(x, y, w, h);
    else if (w < 6 || h < 4) {
      context.globalAlpha = alpha * { indeterminate: 0.6, outside: 0.3, not_in_force: 0.45, unlocated: 0.25 }[verdict];
      context.fillRect(x, y, w, h);
    } else {
      if (verdict === "indeterminate") context.fillRect(x, y, w / 2, h);
      if (verdict === "unlocated") { context.globalAlpha = alpha * 0.25; context.fillRect(x, y, w, h); context.globalAlpha = alpha; }
      context.strokeStyle = hue; context.lineWidth = 1.4; context.setLineDash(verdict === "not_in_force" ? [3, 2] : []);
      context.strokeRect(x + 0.7, y + 0.7, w - 1.4, h - 1.4);
      context.setLineDash([]);
    }
    context.globalAlpha = alpha;
    context.fillStyle = colour.paper; context.fillRect(x, y + h - 0.5, w, 0.5);
  }

  /* When the zones were in force, just under the bars: a line where it is sure, a dashed one where it may be. */
  function paintForce(context, y) {
    if (data.zones.length > 3) return;
    data.zones.forEach((zone, nth) => {
      const { sure, maybe } = inForce(zone), at = y + 2 + nth * 2.5;
      if (maybe[0] === -Infinity && maybe[1] === Infinity && sure[0] === -Infinity && sure[1] === Infinity) return;
      for (const [[from, to], dash] of [[maybe, [3, 3]], [sure, []]]) {
        if (!(from <= to) || to < axis.begin || from >= axis.end) continue;
        context.strokeStyle = colour.zone; context.lineWidth = dash.length ? 1.2 : 2.4; context.setLineDash(dash);
        context.beginPath(); context.moveTo(dayX(Math.max(from, axis.begin)), at); context.lineTo(dayX(Math.min(to + 1, axis.end)), at); context.stroke();
        context.setLineDash([]);
      }
    });
  }

  function caption(context, text, x, y, align) {
    context.font = `10.5px ${FONT}`; context.textAlign = align; context.textBaseline = "middle"; context.fillStyle = colour.soft;
    context.fillText(text, x, y);
  }

  const TICKS = [["day", 1], ["day", 7], ["month", 1], ["month", 3], ["month", 6], ["year", 1], ["year", 2], ["year", 5], ["year", 10], ["year", 20], ["year", 50], ["year", 100], ["year", 500]];

  function paintTicks(context, y) {
    const width = axisWidth(), span = axis.end - axis.begin;
    const unit = TICKS.find(([name, many]) => span / LENGTH[name] / many <= width / 74) || TICKS[TICKS.length - 1];
    let beyond = -Infinity;
    for (const day of binStarts(axis.begin, axis.end, unit)) {
      const x = dayX(day), [year, month, date] = isoOf(day).split("-");
      if (x < 0 || x > width - 6) continue;
      const text = unit[0] === "year" ? String(Number(year)) : unit[0] === "month" ? (month === "01" ? String(Number(year)) : MONTHS[month - 1].slice(0, 3)) : `${Number(date)} ${MONTHS[month - 1].slice(0, 3)}`;
      context.strokeStyle = colour.rule; context.beginPath(); context.moveTo(x + 0.5, y - 9); context.lineTo(x + 0.5, y - 5); context.stroke();
      const half = context.measureText(text).width / 2 + 3;
      if (x - half < beyond || x + half > width) continue;
      caption(context, text, Math.max(half, x), y + 1, "center");
      beyond = x + half;
    }
  }

  /* Days on which a zone was surely in force, and on which it may have been. */
  function inForce(zone) {
    const [fromEarly, fromLate, toEarly, toLate] = zone.valid.map(dayOf), known = (day, otherwise) => (day === UNDATED ? otherwise : day);
    return {
      sure: [known(fromLate, fromEarly === UNDATED ? -Infinity : Infinity), known(toEarly, toLate === UNDATED ? Infinity : -Infinity)],
      maybe: [known(fromEarly, -Infinity), known(toLate, Infinity)],
    };
  }

  /* Whether a zone was in force in the time that is shown, or at the chosen incident's: "yes", "maybe", "no". */
  function forceNow(zone) {
    const chosen = state.selected === null || rows.first[state.selected] === UNDATED ? null : [rows.first[state.selected], rows.last[state.selected]];
    const now = range || chosen;
    if (!now) return "yes";
    const { sure, maybe } = inForce(zone), meets = ([from, to]) => from <= to && from <= now[1] && to >= now[0];
    return meets(sure) ? "yes" : meets(maybe) ? "maybe" : "no";
  }

  /* Dragging: a handle, the brush as a whole, or a new brush; a mere click takes the bin under it. */
  strip.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    pause();
    const left = strip.getBoundingClientRect().left, x = event.clientX - left, day = xDay(x);
    if (axis.undated && x > axisWidth() + 6) { moveClock(range, !byId("undated").querySelector("input").checked); acted(); return; }
    const grow = byId("mode").value === "grow", was = range || [axis.begin, axis.end - 1];
    const near = Math.abs(x - dayX(was[0])) < 9 ? 0 : Math.abs(x - dayX(was[1] + 1)) < 9 ? 1 : -1;
    const held = near >= 0 ? "edge" : range && x > dayX(was[0]) && x < dayX(was[1] + 1) ? "all" : "new";
    let moved = false;
    const drag = (move) => {
      const to = xDay(move.clientX - left), by = to - day;
      moved = moved || Math.abs(move.clientX - event.clientX) > 3;
      if (!moved) return;
      const ends = held === "all" ? [was[0] + by, was[1] + by] : held === "edge" ? [near ? was[0] : to, near ? to : was[1]] : [Math.min(day, to), Math.max(day, to)];
      if (ends[0] > ends[1]) ends.reverse();
      if (held === "all" && (ends[0] < axis.begin || ends[1] >= axis.end)) return;
      moveClock(grow ? [axis.begin, ends[1]] : ends);
    };
    const drop = () => {
      window.removeEventListener("pointermove", drag);
      if (!moved && held !== "edge") { const bin = binAt(day); moveClock([grow ? axis.begin : axis.edges[bin], axis.edges[bin + 1] - 1]); }
      acted();
    };
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", drop, { once: true });
    event.preventDefault();
    if (near >= 0) byId(near ? "to" : "from").focus({ preventScroll: true });
  });
  strip.addEventListener("dblclick", () => { moveClock(null); acted(); });

  for (const [name, end] of [["from", 0], ["to", 1]]) byId(name).addEventListener("keydown", (event) => {
    const bin = Math.max(1, Math.round((axis.end - axis.begin) / axis.bins));
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -bin, PageUp: bin, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined) return;
    const ends = range ? [...range] : [axis.begin, axis.end - 1];
    ends[end] = Math.max(end ? ends[0] : axis.begin, Math.min(end ? axis.end - 1 : ends[1], ends[end] + (event.shiftKey ? by * bin : by)));
    pause();
    moveClock(ends[0] === axis.begin && ends[1] === axis.end - 1 ? null : ends);
    acted();
    event.preventDefault();
  });

  function pause() {
    clearInterval(playing); playing = 0;
    byId("play").replaceChildren(svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, svg("path", { d: "M2.5 1v10l8-5z", fill: "currentColor" })));
    byId("play").setAttribute("aria-label", "Play");
    byId("count").setAttribute("aria-live", "polite");
  }

  function play() {
    if (playing) { pause(); acted(); return; }
    const grow = byId("mode").value === "grow", whole = range && range[0] <= axis.begin && range[1] >= axis.end - 1;
    let bin = range && !whole && range[1] < axis.end - 1 ? binAt(range[1] + 1) : 0;
    const width = range && !whole && !grow ? Math.max(1, binAt(range[1]) - binAt(range[0]) + 1) : 1;
    const advance = () => {
      if (bin >= axis.bins) { pause(); acted(); return; }
      moveClock([grow ? axis.begin : axis.edges[Math.max(0, bin - width + 1)], axis.edges[bin + 1] - 1]);
      bin += 1;
    };
    playing = setInterval(advance, Math.max(120, Math.min(700, 14000 / axis.bins)));
    byId("play").replaceChildren(svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, svg("path", { d: "M2 1h3v10H2zM7 1h3v10H7z", fill: "currentColor" })));
    byId("play").setAttribute("aria-label", "Pause");
    byId("count").setAttribute("aria-live", "off");
    advance();
  }

  byId("play").addEventListener("click", play);
  byId("all").addEventListener("click", () => { pause(); moveClock(null); acted(); });
  byId("mode").addEventListener("change", () => { if (byId("mode").value === "grow" && range) moveClock([axis.begin, range[1]]); acted(); });
  byId("undated").querySelector("input").addEventListener("change", (event) => { moveClock(range, event.target.checked); acted(); });
  new ResizeObserver(() => { if (axis) setRange(range); }).observe(strip);
  pause();

  // ---------------------------------------------------------------- the ruler: geodesic distances on WGS 84

  const AXIS_M = 6378137, FLAT = 1 / 298.257223563, METRES_MILE = 1609.344;
  const radians = (degrees) => degrees * Math.PI / 180;

  /* Length of the geodesic between two [lon, lat], metres: Vincenty's inverse formula (Survey Review 23, 1975), exact to
     a millimetre; where it does not converge, nearly at the antipodes, the sphere's great circle, exact to 0.5%. */
  function geodesicM([lon1, lat1], [lon2, lat2]) {
    const b = AXIS_M * (1 - FLAT), L = radians(((lon2 - lon1 + 180) % 360 + 360) % 360 - 180);
    const u1 = Math.atan((1 - FLAT) * Math.tan(radians(lat1))), u2 = Math.atan((1 - FLAT) * Math.tan(radians(lat2)));
    const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
    let lambda = L;
    for (let round = 0; round < 100; round += 1) {
      const sinL = Math.sin(lambda), cosL = Math.cos(lambda);
      const sinS = Math.hypot(c2 * sinL, c1 * s2 - s1 * c2 * cosL);
      if (sinS === 0) return 0;
      const cosS = s1 * s2 + c1 * c2 * cosL, sigma = Math.atan2(sinS, cosS);
      const sinA = c1 * c2 * sinL / sinS, cos2A = 1 - sinA * sinA, cosM = cos2A > 1e-15 ? cosS - 2 * s1 * s2 / cos2A : 0;
      const C = FLAT / 16 * cos2A * (4 + FLAT * (4 - 3 * cos2A)), before = lambda;
      lambda = L + (1 - C) * FLAT * sinA * (sigma + C * sinS * (cosM + C * cosS * (2 * cosM * cosM - 1)));
      if (Math.abs(lambda) > Math.PI) break;
      if (Math.abs(lambda - before) > 1e-12) continue;
      const k = cos2A * (AXIS_M * AXIS_M - b * b) / (b * b);
      const A = 1 + k / 16384 * (4096 + k * (k * (320 - 175 * k) - 768)), B = k / 1024 * (256 + k * (k * (74 - 47 * k) - 128));
      const add = B * sinS * (cosM + B / 4 * (cosS * (2 * cosM * cosM - 1) - B / 6 * cosM * (4 * sinS * sinS - 3) * (4 * cosM * cosM - 3)));
      return b * A * (sigma - add);
    }
    const [p, q] = [radians(lat1), radians(lat2)];
    return 6371008.8 * Math.acos(Math.max(-1, Math.min(1, Math.sin(p) * Math.sin(q) + Math.cos(p) * Math.cos(q) * Math.cos(L))));
  }

  /* Points along the great circle, whose course a map cannot tell from the geodesic's; lon runs on past 180. */
  function along([lon1, lat1], [lon2, lat2]) {
    const unit = (lon, lat) => [Math.cos(radians(lat)) * Math.cos(radians(lon)), Math.cos(radians(lat)) * Math.sin(radians(lon)), Math.sin(radians(lat))];
    const a = unit(lon1, lat1), b = unit(lon2, lat2), angle = Math.acos(Math.max(-1, Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
    const n = Math.max(1, Math.ceil(angle / 0.02)), out = [];
    for (let i = 0, last = lon1; i <= n; i += 1) {
      const [s, t] = angle > 1e-9 ? [Math.sin((1 - i / n) * angle) / Math.sin(angle), Math.sin(i / n * angle) / Math.sin(angle)] : [1 - i / n, i / n];
      const [x, y, z] = a.map((one, axis) => s * one + t * b[axis]);
      let lon = Math.atan2(y, x) * 180 / Math.PI;
      lon += 360 * Math.round((last - lon) / 360);
      out.push([lon, Math.atan2(z, Math.hypot(x, y)) * 180 / Math.PI]);
      last = lon;
    }
    return out;
  }

  /* Three digits, both units: a ruler held by hand is no finer. */
  function sayLengths(metres) {
    const say = (value, unit) => {
      const digits = value <= 0 ? 0 : Math.max(0, Math.min(2, 2 - Math.floor(Math.log10(value))));
      return `${value.toLocaleString("en", { minimumFractionDigits: 0, maximumFractionDigits: digits, maximumSignificantDigits: value >= 1000 ? 4 : 3 })} ${unit}`;
    };
    return `${say(metres / 1000, "km")} · ${say(metres / METRES_MILE, "mi")}`;
  }

  const ruler = { on: false, spots: [], hover: null };

  function measure(on) {
    ruler.on = on; ruler.spots = []; ruler.hover = null;
    byId("measure")?.setAttribute("aria-pressed", String(on));
    map.getContainer().classList.toggle("measuring", on);
    if (on) map.doubleClickZoom.disable(); else map.doubleClickZoom.enable();
    sayRuler();
    paintOver();
  }

  function ruled() {
    const spots = ruler.hover && ruler.spots.length ? [...ruler.spots, ruler.hover] : ruler.spots;
    let metres = 0;
    for (let i = 1; i < spots.length; i += 1) metres += geodesicM(spots[i - 1], spots[i]);
    return { spots, metres };
  }

  function sayRuler() {
    const { spots, metres } = ruled();
    byId("ruling").hidden = !ruler.on;
    byId("ruling").textContent = spots.length > 1 ? sayLengths(metres) : "Click two points, or press Enter at the map’s middle; Esc ends";
  }

  function ruleAt({ lng, lat }) {
    ruler.spots.push([lng, lat]);
    ruler.hover = null;
    sayRuler();
    paintOver();
  }

  function paintRuler(view) {
    const { spots, metres } = ruled();
    if (!ruler.on || !spots.length) return;
    const { context, scale, x0, y0 } = view, at = ([lon, lat]) => [worldX(lon) * scale - x0, worldY(lat) * scale - y0];
    for (const [style, width] of [[colour.land, 5], [colour.focus, 2]]) {
      context.strokeStyle = style; context.lineWidth = width;
      context.beginPath();
      for (let i = 1; i < spots.length; i += 1) along(spots[i - 1], spots[i]).forEach((spot, nth) => { if (nth) context.lineTo(...at(spot)); else context.moveTo(...at(spot)); });
      context.stroke();
    }
    context.fillStyle = colour.focus;
    for (const spot of spots) { context.beginPath(); context.arc(...at(spot), 3.5, 0, Math.PI * 2); context.fill(); }
    if (spots.length > 1) { const [x, y] = at(spots[spots.length - 1]); write(context, sayLengths(metres), x + 9, y - 11, "left", `600 13px ${FONT}`, colour.text); }
  }

  // ---------------------------------------------------------------- taking it along: link, picture, print, tables

  const fileName = (ending) => `${data.title.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "map"}.${ending}`;

  function download(blob, name) {
    const address = URL.createObjectURL(blob);
    el("a", { href: address, download: name }).click();
    setTimeout(() => { URL.revokeObjectURL(address); }, 60000);
  }

  /* A text cell that a spreadsheet would read as a formula gets an apostrophe in front. */
  const unformula = (text) => (/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text);
  const csvCell = (value) => (value === null ? "" : typeof value === "number" ? String(value) : `"${unformula(value).replace(/"/g, '""')}"`);

  /* What a shown row says in a table; numbers stay numbers. */
  function tableRow(one, verdict) {
    const lead = leading(one);
    return {
      id: one.id, title: one.title, kind: one.facts.find(([term]) => term === "Kind")?.[1] || "", date_start: one.start, date_end: one.end, date_worded: one.when_worded,
      place_worded: one.where_worded, place: one.where, lon: one.mark ? one.lon : null, lat: one.mark ? one.lat : null, verdict,
      zone: lead ? zoneName.get(lead.zone) || lead.zone : "", basis: lead ? lead.basis : "", p_inside: lead ? lead.p[0] : null, edge: lead ? lead.edge : "",
      reason: lead ? lead.reason : "", claim_status: one.claim_status, whose_word: one.whose,
      sources: [...new Set(one.quotes.map((quote) => [quote.publisher, quote.title, quote.published, quote.url].filter(Boolean).join(", ")).filter(Boolean))].join("; "),
    };
  }

  async function shownRows(each) {
    for (const index of shownFrom(0, rows.count)) each(await rows.whole(index), verdictOf(index));
  }

  async function saveCsv() {
    const parts = [];
    await shownRows((one, verdict) => {
      const row = tableRow(one, verdict);
      if (!parts.length) parts.push(`\ufeff${Object.keys(row).join(",")}\r\n`);
      parts.push(`${Object.values(row).map(csvCell).join(",")}\r\n`);
    });
    download(new Blob(parts.length ? parts : ["\ufeffid\r\n"], { type: "text/csv;charset=utf-8" }), fileName("csv"));
  }

  async function saveGeoJson() {
    const parts = [];
    await shownRows((one, verdict) => {
      const geometry = one.mark ? { type: "Point", coordinates: [one.lon, one.lat] } : one.region_50 ? { type: "MultiPolygon", coordinates: one.region_50 } : null;
      parts.push(`${parts.length ? ",\n" : ""}${JSON.stringify({ type: "Feature", id: one.id, geometry, properties: tableRow(one, verdict) })}`);
    });
    download(new Blob(['{"type":"FeatureCollection","features":[\n', ...parts, "\n]}\n"], { type: "application/geo+json" }), fileName("geojson"));
  }

  /* The map as it is seen, with the finding above and the legend below, on one canvas. */
  function picture() {
    const size = map.getSize(), ratio = Math.max(1, window.devicePixelRatio || 1), pad = 16, canvas = document.createElement("canvas");
    const context = canvas.getContext("2d"), serif = 'Georgia, "Iowan Old Style", "Liberation Serif", serif', wide = size.x - 2 * pad;
    const head = [[data.title, `600 13px ${FONT}`, 18, 2, colour.soft], [data.finding, `600 20px ${serif}`, 26, 4, colour.text], [data.word, `13px ${FONT}`, 18, 3, colour.soft]];
    if (state.clock || shownCount < rows.count) head.push([`${shownCount.toLocaleString("en")} of ${rows.count.toLocaleString("en")} shown${range ? `, ${byId("span").textContent}` : ""}.`, `13px ${FONT}`, 18, 2, colour.soft]);
    const above = head.filter(([text]) => text).flatMap(([text, font, step, limit, style]) => wrapped(context, text, font, wide, limit).map((row) => [row, font, step, style]));
    const below = [...byId("foot").querySelectorAll("p")].flatMap((node) => wrapped(context, node.textContent.trim(), `11px ${FONT}`, wide, 4));
    const top = pad + above.reduce((sum, [, , step]) => sum + step, 0) + 8, key = legendRows(context, wide), foot = top + size.y + 12 + key.length * 24;
    const height = foot + below.length * 15 + pad;
    canvas.width = size.x * ratio; canvas.height = height * ratio;
    context.scale(ratio, ratio);
    context.fillStyle = colour.paper; context.fillRect(0, 0, size.x, height);
    context.textBaseline = "middle"; context.textAlign = "left";
    let y = pad;
    for (const [text, font, step, style] of above) { context.font = font; context.fillStyle = style; context.fillText(text, pad, y + step / 2); y += step; }
    const frame = map.getContainer().getBoundingClientRect();
    context.save();
    context.beginPath(); context.rect(0, top, size.x, size.y); context.clip();
    for (const sheet of [base._canvas, over._canvas]) {
      const at = sheet.getBoundingClientRect();
      context.drawImage(sheet, at.left - frame.left, at.top - frame.top + top, at.width, at.height);
    }
    paintScale(context, pad, top + size.y - 14);
    context.restore();
    key.forEach((row, nth) => row.forEach(({ x, verdict, text }) => {
      const at = top + size.y + 12 + nth * 24 + 8;
      sign(context, { x: x + pad + 8, y: at, r: 7, verdict, chosen: false, many: false, indices: [] });
      context.font = `13px ${FONT}`; context.fillStyle = colour.text; context.textAlign = "left"; context.textBaseline = "middle";
      context.fillText(text, x + pad + 22, at);
    }));
    below.forEach((row, nth) => { context.font = `11px ${FONT}`; context.fillStyle = colour.soft; context.textAlign = "left"; context.fillText(row, pad, foot + 6 + nth * 15); });
    return canvas;
  }

  function legendRows(context, wide) {
    const out = [[]], { verdicts } = countValues();
    let x = 0;
    context.font = `13px ${FONT}`;
    VERDICT_CODES.forEach((verdict, code) => {
      if (!verdicts[code] || verdict === "unlocated" || state.hidden.has(verdict)) return;
      const text = `${VERDICTS[verdict][0]} (${VERDICTS[verdict][1]}) ${verdicts[code].toLocaleString("en")}`, width = context.measureText(text).width + 44;
      if (x && x + width > wide) { out.push([]); x = 0; }
      out[out.length - 1].push({ x, verdict, text });
      x += width;
    });
    return out[0].length ? out : [];
  }

  function paintScale(context, x, y) {
    const middle = map.getSize().divideBy(2), ends = [middle, middle.add([100, 0])].map((point) => map.containerPointToLatLng(point));
    const perPixel = geodesicM(...ends.map(({ lng, lat }) => [lng, lat])) / 100;
    for (const [unit, name, up] of [[1000, "km", 0], [METRES_MILE, "mi", 1]]) {
      const most = 120 * perPixel / unit, power = 10 ** Math.floor(Math.log10(most)), length = power * [5, 3, 2, 1].find((one) => one * power <= most);
      const width = length * unit / perPixel;
      context.strokeStyle = colour.soft; context.lineWidth = 1.5;
      context.beginPath(); context.moveTo(x, y + (up ? 8 : -8)); context.lineTo(x, y); context.lineTo(x + width, y); context.lineTo(x + width, y + (up ? 8 : -8)); context.stroke();
      write(context, `${length} ${name}`, x + 4, y + (up ? 8 : -8), "left", `11px ${FONT}`, colour.text);
    }
  }

  function savePicture() {
    picture().toBlob((blob) => { if (blob) download(blob, fileName("png")); }, "image/png");
  }

  /* On paper: always light, the picture first, then what is shown in words. */
  let themeBefore = "";
  window.addEventListener("beforeprint", () => {
    if (bare) return;
    themeBefore = document.documentElement.dataset.theme;
    dress("light");
    const list = el("ol", {}, ...(rows.packed ? [] : shownFrom(0, 400).map((index) => {
      const one = incident(index);
      return el("li", {}, el("b", {}, said(one.title)), ` ${VERDICTS[verdictOf(index)][0]}. `, said(one.when), one.where_worded ? ", " : "", said(one.where_worded), one.whose ? ". " : "", said(one.whose));
    })));
    byId("print").replaceChildren(picture(), list);
  });
  window.addEventListener("afterprint", () => { if (bare) return; byId("print").replaceChildren(); dress(themeBefore); });

  async function copyLink() {
    keepLink();
    const box = byId("address"), field = box.querySelector("input"), address = location.href.split("#")[0] + linkTo();
    field.value = address;
    try { await navigator.clipboard.writeText(address); byId("menu").open = false; note("Link copied"); } catch { box.hidden = false; field.select(); }
  }

  let noteTimer = 0;
  function note(text) {
    const { textContent } = byId("menu").querySelector("summary");
    if (textContent === text) return;
    byId("menu").querySelector("summary").textContent = text;
    clearTimeout(noteTimer);
    noteTimer = setTimeout(() => { byId("menu").querySelector("summary").textContent = "Share"; }, 1500);
  }

  const DEEDS = { link: copyLink, png: savePicture, print: () => window.print(), csv: saveCsv, geojson: saveGeoJson };
  for (const button of byId("menu").querySelectorAll("button"))
    button.addEventListener("click", () => { if (button.dataset.do !== "link") byId("menu").open = false; DEEDS[button.dataset.do](); });
  document.addEventListener("pointerdown", (event) => { if (!byId("menu").contains(event.target)) byId("menu").open = false; });
  if (location.protocol === "about:") byId("menu").querySelector('[data-do="link"]').hidden = true;

  // ---------------------------------------------------------------- a link to view, filter and item

  /* "#map=6/33.5/38.6&id=...&row=...&hide=outside&not.kind=...&t=2017-06-01..2017-06-30&q=..."; every part may be missing. */
  function linkTo() {
    const parts = new URLSearchParams(), centre = map.getCenter();
    parts.set("map", [Number(map.getZoom().toFixed(2)), Number(centre.lat.toFixed(4)), Number(centre.lng.toFixed(4))].join("/"));
    if (state.hidden.size) parts.set("hide", [...state.hidden].join(","));
    for (const facet of rows.facets) for (const code of outOf(facet.name)) parts.append(`not.${facet.name}`, facet.values[code]);
    if (state.zone) parts.set("zone", state.zone);
    if (range) parts.set("t", range.map(isoOf).join(".."));
    if (range && byId("mode").value === "grow") parts.set("mode", "grow");
    if (state.clock && !state.clock.undated) parts.set("undated", "0");
    if (state.query.trim()) parts.set("q", state.query.trim().slice(0, 200));
    if (state.selected !== null) {
      if (incident(state.selected).id) parts.set("id", incident(state.selected).id);
      if (rows.packed) parts.set("row", state.selected);  // where to look first
    }
    return `#${String(parts).replace(/%2F/g, "/")}`;
  }

  let linkTimer = 0, linkKept = "";
  function keepLink() {
    clearTimeout(linkTimer);
    linkKept = linkTo();
    try { history.replaceState(null, "", linkKept); } catch { linkKept = ""; }  // a notebook's frame has no address of its own
  }

  /* After something that the reader did. */
  function acted() {
    if (bare) return;
    byId("reset").hidden = !(state.clock || state.hidden.size || state.query.trim() || [...state.out.values()].some((out) => out.size));
    clearTimeout(linkTimer);
    linkTimer = setTimeout(keepLink, 300);
  }

  const figures = (text, pattern) => { const match = pattern.exec(text || ""); return match && match.slice(1).map(Number); };

  /* The row of an id, -1 for none. In a packed page the ids stand in the chunks: the likely row's is opened first. */
  async function rowNamed(id, likely) {
    const known = Number.isInteger(likely) && likely >= 0 && likely < rows.count;
    if (id === null) return known ? likely : -1;
    if (!rows.packed) return data.incidents.findIndex((one) => one.id === id);
    if (known && (await rows.whole(likely)).id === id) return likely;
    for (let nth = 0; nth < rows.chunks; nth += 1) {
      const found = ((await rows.chunk(nth)).raw.id || []).indexOf(id);
      if (found >= 0) return nth * rows.perChunk + found;
    }
    return -1;
  }

  /* What a link asks for, as far as it makes sense here; anything else is as if it were not there. */
  async function follow(hash) {
    let parts;
    try { parts = new URLSearchParams(hash.slice(1, 6000)); } catch { return; }
    if (![...parts.keys()].length) return;
    state.hidden = new Set((parts.get("hide") || "").split(",").filter((name) => VERDICT_CODES.includes(name)));
    state.out.clear();
    for (const facet of rows.facets) for (const value of parts.getAll(`not.${facet.name}`)) { const code = facet.values.indexOf(value); if (code >= 0) outOf(facet.name).add(code); }
    const zone = parts.get("zone") || "";
    if (data.checked && (zone === "" || zoneName.has(zone)) && zone !== state.zone) { await setZone(zone); if (byId("lens")) byId("lens").value = zone; }
    if (axis) {
      const [from, to] = (parts.get("t") || "").split("..").map((text) => dayOf(text || ""));
      const sound = from !== UNDATED && to !== undefined && to !== UNDATED && from <= to && from < axis.end && to >= axis.begin;
      byId("mode").value = parts.get("mode") === "grow" ? "grow" : "window";
      setClock(sound ? [Math.max(from, axis.begin), Math.min(to, axis.end - 1)] : null, parts.get("undated") !== "0");
    }
    state.query = byId("query").value = (parts.get("q") || "").slice(0, 200);
    fillLegend();
    await research();
    const row = await rowNamed(parts.get("id"), Number(parts.get("row") || NaN));
    if (row >= 0 && mask[row]) select(row);
    const view = figures(parts.get("map"), /^(\d{1,2}(?:\.\d{1,2})?)\/(-?\d{1,2}(?:\.\d{1,6})?)\/(-?\d{1,3}(?:\.\d{1,6})?)$/);
    if (view) map.setView([Math.max(-85, Math.min(85, view[1])), view[2]], Math.max(1, Math.min(18, view[0])), { animate: false });
    acted();
  }
  window.addEventListener("hashchange", () => { if (location.hash !== linkKept) follow(location.hash); });

  // ---------------------------------------------------------------- light and dark

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function dress(theme) {
    if (!bare) document.documentElement.dataset.theme = theme;
    readColours();
    if (base._map) base.redraw();
    paintOver();
    paintTime();
  }
  byId("theme").addEventListener("click", () => dress(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  if (!bare) dark.addEventListener("change", () => dress(dark.matches ? "dark" : "light"));

  // ---------------------------------------------------------------- packed layer: bytes, columns, chunks

  /* A column from its planes: the lowest bytes, then the next ones, and so on. */
  function column(type, bytes, at, n) {
    if (type === "u1") return bytes.slice(at, at + n);
    const plane = (nth) => bytes.subarray(at + nth * n, at + (nth + 1) * n), b0 = plane(0), b1 = plane(1);
    if (type === "u2") {
      const out = new Uint16Array(n);
      for (let i = 0; i < n; i += 1) out[i] = b0[i] | b1[i] << 8;
      return out;
    }
    const out = new Int32Array(n), b2 = plane(2), b3 = plane(3);
    for (let i = 0; i < n; i += 1) out[i] = b0[i] | b1[i] << 8 | b2[i] << 16 | b3[i] << 24;
    return type === "f4" ? new Float32Array(out.buffer) : out;
  }

  /* The even bits of a number of 26 bits, moved together. */
  function evens(v) {
    v &= 0x1555555;
    v = (v | v >>> 1) & 0x3333333;
    v = (v | v >>> 2) & 0xf0f0f0f;
    v = (v | v >>> 4) & 0xff00ff;
    return (v | v >>> 8) & 0x1fff;
  }

  /* Sums of the steps along the curve (52 bits, in two halves), and the cells of x and y that they stand for. */
  function alongCurve(steps, n) {
    const code = new Float64Array(n), x = new Int32Array(n), y = new Int32Array(n);
    const [b0, b1, b2, b3, b4, b5, b6] = [0, 1, 2, 3, 4, 5, 6].map((plane) => steps.subarray(plane * n, (plane + 1) * n));
    let low = 0, high = 0;
    for (let i = 0; i < n; i += 1) {
      low += b0[i] | b1[i] << 8 | b2[i] << 16 | (b3[i] & 3) << 24;
      high += (b3[i] >> 2 | b4[i] << 6 | b5[i] << 14 | b6[i] << 22) + (low >>> 26);
      low &= SIDE - 1;
      code[i] = high * SIDE + low;
      x[i] = evens(low) | evens(high) << 13;
      y[i] = evens(low >>> 1) | evens(high >>> 1) << 13;
    }
    return { code, x, y };
  }

  /* The source of incidents when they are packed; `plainRows` is its like for an ordinary page. Rows with a mark come
     first. `at(i)` is what is known of a row at once, `whole(i)` a promise of all of it, as payload.schema.json has it. */
  async function packedRows(head) {
    const n = head.count;
    const [steps, rest] = await Promise.all([inflated("column-0"), inflated("column-1")]);
    const { code, x, y } = alongCurve(steps, head.marks);
    let begun = 0;
    const next = (type) => { begun += n * Number(type[1]); return column(type, rest, begun - n * Number(type[1]), n); };
    const verdict = next("u1"), since = next(head.days.first), span = next(head.days.span), first = new Int32Array(n), last = new Int32Array(n);
    for (let i = 0; i < n; i += 1) { first[i] = since[i] ? since[i] + head.days.from : UNDATED; last[i] = first[i] + span[i]; }
    const facets = head.facets.map(({ name, values }) => ({ name, values, codes: next("u1") }));
    const opened = new Map(), known = new Map();
    const chunk = (nth) => {
      if (!opened.has(nth)) opened.set(nth, inflated(`texts-${nth}`).then((bytes) => openedChunk(head, facets, bytes, nth)));
      if (opened.size > CHUNKS_KEPT) opened.delete(opened.keys().next().value);
      return opened.get(nth);
    };
    const position = (i) => [(x[i] + 0.5) / SIDE * 360 - 180, Math.atan(Math.sinh(Math.PI * (1 - 2 * (y[i] + 0.5) / SIDE))) * 180 / Math.PI];
    const mark = (i) => (i < head.marks ? position(i).map((degrees) => Math.round(degrees * 1e5) / 1e5) : null);
    const whole = async (i) => {
      if (!known.has(i)) {
        const held = await chunk(Math.floor(i / head.chunk));
        const one = worded(held, i % head.chunk, { mark: mark(i), first: first[i], last: last[i] });
        if (known.size > ROWS_KEPT) known.delete(known.keys().next().value);
        known.set(i, one);
      }
      return known.get(i);
    };
    const at = (i) => known.get(i) || brief(mark(i), first[i], last[i]);
    const zoned = [];
    let order = null;
    return {
      packed: true, count: n, marks: head.marks, code, x, y, verdict, first, last, facets, at, whole, chunk,
      chunks: Math.ceil(n / head.chunk), perChunk: head.chunk,
      get order() { return (order ||= byDay(first)); },
      /* Verdicts against one zone; the leading ones for "". */
      async against(zone) {
        if (!zone || !head.by_zone) return verdict;
        if (!zoned.length) {
          const bytes = await inflated("column-2");
          data.zones.forEach((_, nth) => { zoned.push(bytes.subarray(nth * n, (nth + 1) * n)); });
        }
        return zoned[data.zones.findIndex((one) => one.id === zone)].map((told, i) => (told < 255 ? told : i < head.marks ? UNTESTED : UNLOCATED));
      },
    };
  }

  const CHUNKS_KEPT = 40, ROWS_KEPT = 3000;
  const UNLOCATED = VERDICT_CODES.indexOf("unlocated"), UNTESTED = VERDICT_CODES.indexOf("untested");

  /* What a row shows before its chunk is open. */
  function brief(mark, first, last) {
    const start = isoOf(first), end = isoOf(last);
    return { pending: true, id: "", title: "…", start, end, when: sayDate(start, end), when_worded: "", where_worded: "", where: "",
      lon: mark && mark[0], lat: mark && mark[1], mark, on_ring: false, mark_note: "", basis: "", whose: "", facts: [], verdicts: [],
      quotes: [], conflicts: [], merged: [], region_50: null, region_90: null, profile: "", remarks: [], extra: [] };
  }

  /* Rows by their first day, undated ones last: a counting sort. */
  function byDay(first) {
    const n = first.length;
    let low = Infinity, high = -Infinity;
    for (let i = 0; i < n; i += 1) {
      const day = first[i];
      if (day === UNDATED) continue;
      if (day < low) low = day;
      if (day > high) high = day;
    }
    const days = high >= low ? high - low + 1 : 0, begin = new Uint32Array(days + 2), out = new Uint32Array(n);
    for (let i = 0; i < n; i += 1) begin[(first[i] === UNDATED ? days : first[i] - low) + 1] += 1;
    for (let day = 0; day <= days; day += 1) begin[day + 1] += begin[day];
    for (let i = 0; i < n; i += 1) out[begin[first[i] === UNDATED ? days : first[i] - low]++] = i;
    return out;
  }

  /* A chunk: the length of its JSON, the JSON of the texts, the columns of numbers of incidents and of verdicts. */
  function openedChunk(head, facets, bytes, nth) {
    const size = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24;
    const { told, incident, verdict } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
    const begin = nth * head.chunk, n = Math.min(head.chunk, head.count - begin);
    const many = told.length ? told : head.verdict.numbers.length ? new Array(n).fill(1) : new Array(n).fill(0);
    const starts = [0];
    for (const count of many) starts.push(starts[starts.length - 1] + count);
    let at = 4 + size;
    const numbers = ({ numbers: list }, rows) => new Map(list.map(({ name, type, per }) => {
      const values = column(type, bytes, at, rows);
      at += rows * Number(type[1]);
      return [name, (i) => {
        const value = values[i];
        return type === "i4" && value === NOTHING || type === "u2" && value === NO_SHARE || Number.isNaN(value) ? null : value / per;
      }];
    }));
    const cells = (texts, share, figures, coded) => ({
      text: (name, i) => own(texts, name)?.[i] ?? coded.get(name)?.(i) ?? own(share.same, name) ?? "",
      number: (name, i) => (figures.has(name) ? figures.get(name)(i) : null),
    });
    const coded = new Map(facets.filter(({ name }) => OF_INCIDENTS.has(name)).map(({ name, values, codes }) => [name, (i) => values[codes[begin + i]]]));
    return {
      incident: cells(incident, head.incident, numbers(head.incident, n), coded),
      verdict: cells(verdict, head.verdict, numbers(head.verdict, starts[n]), new Map()),
      starts, extra: head.extra, reports: head.reports, raw: incident,
    };
  }

  const OF_INCIDENTS = new Set(["claim_status", "kind", "source"]);

  // ---------------------------------------------------------------- packed layer: an incident from its cells, in words

  /* The same words as geo/maps/sentences.py and geo/maps/payload.py write for an ordinary page. */

  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const PER_KM = 1000, PER_MILE = 1609.344;
  const CLAIMS = {
    claimed_one_side: "claimed by one side", claimed_both: "acknowledged by both sides", contested: "contested: the sides contradict each other",
    independent: "confirmed by an independent source", unknown: "not recorded who says so",
  };
  const IN_TIME = {
    in_force: "the zone was in force", before: "before the zone was in force", after: "after the zone had ended",
    disputed: "it is disputed whether the zone was in force", undated: "undated, so it is open whether the zone was in force",
  };
  const BINDING = { no: "not what this report is about", unknown: "open whether what this report is about" };
  const AREAS = [3, 4, 6];

  /* Days since 1970 as an ISO date, also before 1970 and far after. */
  function isoOf(day) {
    if (day === UNDATED) return "";
    const date = new Date(day * 86400000);
    return `${String(date.getUTCFullYear()).padStart(4, "0")}-${String(date.getUTCMonth() + 1).padStart(2, "0")}-${String(date.getUTCDate()).padStart(2, "0")}`;
  }

  /* Days since 1970 of an ISO date; UNDATED for anything else. */
  function dayOf(text) {
    const match = /^(\d{4})-(\d\d)-(\d\d)/.exec(text);
    if (!match || match[1] === "0000") return UNDATED;
    const date = new Date(0);
    date.setUTCFullYear(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
    return isoOf(Math.round(date.getTime() / 86400000)) === match[0] ? Math.round(date.getTime() / 86400000) : UNDATED;
  }

  function sayDate(start, end) {
    if (!start && !end) return "undated";
    const first = dayOf(start || end), last = dayOf(end || start);
    if (first === UNDATED || last === UNDATED) return start === end || !end ? start : `${start} – ${end}`;
    const [from, to] = [first, last].map((day) => isoOf(day).split("-").map(Number));
    const said = ([year, month, day]) => `${day} ${MONTHS[month - 1]} ${year}`;
    if (first === last) return said(from);
    return from[0] === to[0] && from[1] === to[1] ? `${from[2]}–${said(to)}` : `${said(from)} – ${said(to)}`;
  }

  /* To the nearest whole number, halves to the even one, as Python rounds. */
  function rounded(value) {
    const low = Math.floor(value), rest = value - low;
    return rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
  }

  /* Digits after the point, halves of what the number truly is to the even digit, thousands apart. */
  function fixed(value, digits) {
    const text = Number.isInteger(value * 2 ** 20) ? (rounded(value * 10 ** digits) / 10 ** digits).toFixed(digits) : value.toFixed(digits);
    const [whole, part] = text.split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
  }

  function sayLength(metres, per, name, doubtM) {
    const doubt = doubtM / per;
    let value = metres / per;
    if (doubt > 0) { const step = 10 ** Math.floor(Math.log10(doubt)); value = rounded(value / step) * step; }
    const text = Math.abs(value) >= 100 || doubt >= 1 ? fixed(value, 0) : fixed(value, 1).replace(/\.0$/, "");
    return `${text} ${name}`;
  }

  function sayDoubt(metres) {
    const km = metres >= 1000, value = km ? metres / 1000 : metres;
    const magnitude = 10 ** Math.floor(Math.log10(value)), step = value / magnitude < 3 ? magnitude / 10 : magnitude;
    const shown = rounded(value / step) * step, unit = km ? "km" : "m";
    return shown >= 3 || Number.isInteger(shown) ? `${fixed(shown, 0)} ${unit}` : `${fixed(shown, 1)} ${unit}`;
  }

  function sayEdge(distance, doubtM) {
    if (distance === null) return "";
    const side = distance < 0 ? "inside" : "outside", far = Math.abs(distance), doubt = doubtM > 0 ? doubtM : 0;
    if (doubt && far < doubt) return `nearer to the edge than the doubt of ${sayDoubt(doubt)} can tell; the best estimate lies ${side}`;
    const give = doubt ? `, give or take ${sayDoubt(doubt)}` : "";
    return `about ${sayLength(far, PER_KM, "km", doubt)} (${sayLength(far, PER_MILE, "miles", doubt)}) ${side} the edge${give}`;
  }

  function sayChance(p) {
    if (p === null) return "";
    return p > 0.99 ? "more than 99%" : p < 0.01 ? "less than 1%" : `${fixed(100 * p, 0)}%`;
  }

  /* A name from the data is never looked up among what every object has. */
  const own = (table, name) => (Object.hasOwn(table, name) ? table[name] : undefined);
  const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

  function parsed(text, otherwise) {
    try { return JSON.parse(text); } catch { return otherwise; }
  }

  /* A JSON list; text that is none is one item. */
  function items(text) {
    if (!text) return [];
    const found = parsed(text, undefined);
    return Array.isArray(found) ? found : [found === undefined ? text : found];
  }

  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const asText = (value) => (value === null || value === undefined ? "" : value === true ? "True" : value === false ? "False"
    : typeof value === "object" ? JSON.stringify(value) : String(value));
  const picked = (one, keys) => Object.fromEntries(keys.map((key) => [key, asText(one[key])]));

  function mapping(text) {
    const found = parsed(text || "{}", {});
    return isObject(found) ? found : {};
  }

  /* The incident of a chunk's row, as the schema has it. */
  function worded(held, i, { mark, first, last }) {
    const cell = (name) => held.incident.text(name, i), figure = (name) => held.incident.number(name, i);
    const date = (name, day) => (cell(name) ? cell(name).trim() && cell(name) : isoOf(day));
    const start = date("date_start", first), end = date("date_end", last), doubt = figure("uncertainty_m") ?? (figure("uncertainty_km") === null ? null : figure("uncertainty_km") * 1000);
    const degrees = (name, nth) => (figure(name) === null ? null : (figure(name) + (mark ? Math.round(mark[nth] * 1e5) : 0)) / 1e5);
    const lon = degrees("lon", 0), lat = degrees("lat", 1), located = lon !== null && lat !== null;
    const onRing = figure("on_ring") === 1, area = AREAS.includes(figure("precision"));
    const rows = [];
    for (let row = held.starts[i]; row < held.starts[i + 1]; row += 1) rows.push(row);
    const verdicts = rows.map((row) => wordedVerdict(held.verdict, row, doubt, onRing));
    const spokesman = leading({ verdicts }, "");
    const statedOnly = verdicts.length > 0 && verdicts.every((one) => one.basis === "stated");
    const quotes = items(cell("evidence")).map((one) => wordedQuote(one, held.reports));
    const profile = mapping(cell("location"));
    const whole = {
      id: cell("id"), title: cell("title") || untitled(cell), start, end, when: sayDate(start, end),
      when_worded: [cell("date_text"), cell("time_text")].filter(Boolean).join(", "), where_worded: cell("place_text"),
      where: wordedWhere(cell, lon, lat, doubt, !(statedOnly || area)), lon, lat,
      mark: mark && !onRing ? [lon, lat] : mark, on_ring: onRing, mark_note: noPin(cell, located, statedOnly, area),
      verdict: spokesman ? spokesman.verdict : located ? "" : "unlocated", basis: spokesman ? spokesman.basis : "", claim_status: cell("claim_status"),
      whose: wordedWhose(cell("claim_status"), quotes, figure("reports") || 0, figure("independent_sources") || 0),
      facts: wordedFacts(cell), verdicts, quotes,
      conflicts: items(cell("conflicts")).map((one) => {
        const item = isObject(one) ? one : { about: one };
        const values = Array.isArray(item.values) ? item.values : items(asText(item.values));
        return { about: asText(item.about), values: values.filter(isObject).map((value) => picked(value, ["value", "report", "quote", "said_by"])) };
      }),
      merged: items(cell("merged")).map((one) => (isObject(one) ? asText(one.why) || (one.report ? `told in ${asText(one.report)}` : asText(one.telling)) : asText(one))).filter(Boolean),
      region_50: polygonsFrom(cell("region_50")), region_90: polygonsFrom(cell("region_90")), profile: asText(profile.profile),
      remarks: (Array.isArray(profile.remarks) ? profile.remarks : items(asText(profile.remarks))).map(asText),
      extra: held.extra.map((name) => [name, cell(name)]).filter(([, text]) => text),
    };
    if (onRing) {
      whole.mark_note = "The words give no direction: the mark may stand anywhere in its region, not just where it is drawn.";
      whole.where = whole.where.replace(": best estimate ", ", around ");
    }
    return whole;
  }

  function untitled(cell) {
    const place = cell("place_text");
    return capital(cell("kind") || "Incident") + (place ? `, ${place}` : ` ${cell("id")}`);
  }

  function wordedWhere(cell, lon, lat, doubt, spot) {
    if (lon === null || lat === null) return cell("unlocated_reason") || "no position";
    const name = cell("place_name"), country = cell("country");
    const anchor = name && country ? `${name} (${country})` : name || country;
    if (!spot) return anchor ? `${anchor}, an area` : "an area";
    const digits = (doubt || 0) > 5000 ? 1 : (doubt || 0) > 500 ? 2 : 4;
    const estimate = `${fixed(Math.abs(lat), digits)}° ${lat >= 0 ? "N" : "S"}, ${fixed(Math.abs(lon), digits)}° ${lon >= 0 ? "E" : "W"}`;
    return `${anchor ? `${anchor}: ` : ""}best estimate ${estimate}${doubt ? `; 9 times in 10 within ${sayDoubt(doubt)} of it` : ""}`;
  }

  function noPin(cell, located, statedOnly, area) {
    if (!located) return cell("unlocated_reason") || "No position could be worked out.";
    if (statedOnly) return "The reports give no position to compute from, so no pin is drawn.";
    return area ? "The wording names an area, not a spot, so no pin is drawn; the region shows it." : "";
  }

  function wordedVerdict(cells, row, doubt, onRing) {
    const cell = (name) => cells.text(name, row), figure = (name) => cells.number(name, row);
    const p = ["p_inside", "p_literal", "p_low", "p_high"].map(figure), basis = cell("basis"), stable = figure("stable");
    return {
      zone: cell("zone_id"), verdict: VERDICT_CODES[figure("verdict")], basis, reason: cell("reason"), temporal: cell("temporal"), time: own(IN_TIME, cell("temporal")) || "", binds: own(BINDING, cell("applies")) || "",
      edge: basis === "stated" || onRing ? "" : sayEdge(figure("distance_m"), doubt || 0), p, p_said: p.map(sayChance),
      stable: stable === 2 ? null : stable === 1,
      flips: items(cell("flips")).filter(isObject).map((one) => {
        const p = sayChance(typeof one.p_inside === "number" ? one.p_inside : null);
        return `${asText(one.field)}: ${asText(one.value)} → ${asText(one.verdict).replace(/_/g, " ")}${p ? `, ${p}` : ""}`;
      }),
      stated: items(cell("stated")).filter(isObject).map((one) => picked(one, ["relation", "zone_text", "report", "quote", "said_by"])),
      trace: items(cell("trace")).filter(isObject).map((one) => asText(one.text)),
    };
  }

  function wordedQuote(one, reports) {
    const item = isObject(one) ? one : { quote: one };
    const quote = picked(item, ["quote", "said_by", "about", "stance", "report"]);
    const header = own(reports, quote.report) || {};
    for (const key of ["title", "publisher", "published", "url", "archive_url"]) quote[key] = asText(item[key] || header[key]);
    return quote;
  }

  function wordedWhose(status, quotes, reports, sources) {
    const said = (own(CLAIMS, status) ?? status) || CLAIMS.unknown;
    const names = [...new Set(quotes.filter((one) => one.said_by && ["", "asserts"].includes(one.stance) && ["", "event"].includes(one.about)).map((one) => one.said_by))];
    const counted = [];
    if (reports) counted.push(`${reports} report${reports === 1 ? "" : "s"}`);
    if (sources) counted.push(`${sources} independent source${sources === 1 ? "" : "s"}`);
    return capital(said) + (names.length ? ` (${names.slice(0, 4).join(", ")})` : "") + (counted.length ? `; ${counted.join(", ")}` : "");
  }

  function wordedFacts(cell) {
    const facts = [["Kind", "kind"], ["Said to have acted", "actor"], ["Said to be hit", "target"], ["With", "platform"]].map(([label, name]) => [label, cell(name)]);
    for (const one of items(cell("counts")).filter(isObject)) {
      const { low, best, high, said_by: by, what } = picked(one, ["low", "best", "high", "said_by", "what"]);
      const span = low && high ? `${low}–${high}` : low || high;
      const told = best && low && high && low !== high ? `${best} (${low}–${high})` : best || span;
      facts.push([what || "Count", told + (by ? `, said by ${by}` : "")]);
    }
    return facts.filter(([, text]) => text);
  }

  /* Polygons from WKT, whole across the antimeridian; null for anything else. */
  function polygonsFrom(wkt) {
    if (!/^(MULTI)?POLYGON/i.test(wkt)) return null;
    const json = wkt.replace(/^[^(]*/, "").replace(/\s*([(),])\s*/g, "$1")
      .replace(/(-?[\d.]+(?:e[-+]?\d+)?) (-?[\d.]+(?:e[-+]?\d+)?)(?: -?[\d.]+)?/gi, "[$1,$2]").replace(/\(/g, "[").replace(/\)/g, "]");
    const found = parsed(json, null);
    if (!Array.isArray(found)) return null;
    const polygons = /^MULTI/i.test(wkt) ? found : [found];
    const sound = polygons.length && polygons.every((polygon) => Array.isArray(polygon) && polygon.every((ring) => Array.isArray(ring) && ring.length > 3 &&
      ring.every((spot) => Array.isArray(spot) && spot.length === 2 && spot.every(Number.isFinite))));
    if (!sound) return null;
    const lons = polygons.flat(2).map(([lon]) => lon);
    if (polygons.length > 1 && lons.some((lon) => lon < -179.999) && lons.some((lon) => lon > 179.999))
      return polygons.map((polygon) => (polygon[0].every(([lon]) => lon <= 0) ? polygon.map((ring) => ring.map(([lon, lat]) => [lon + 360, lat])) : polygon));
    return polygons;
  }

  // ---------------------------------------------------------------- packed layer: which rows pass, how many when, what is where

  /* Rows that pass the legend and the search, clock aside: `hidden` codes of verdicts, `facets` as [codes, hidden codes],
     `found` 1 for what the search found, or null. */
  function sift(verdict, hidden, facets, found, out) {
    const pass = Uint8Array.from({ length: 256 }, (_, code) => (hidden.has(code) ? 0 : 1)), n = out.length;
    for (let i = 0; i < n; i += 1) out[i] = pass[verdict[i]];
    for (const [codes, out_of] of facets) {
      if (!out_of.size) continue;
      const keep = Uint8Array.from({ length: 256 }, (_, code) => (out_of.has(code) ? 0 : 1));
      for (let i = 0; i < n; i += 1) out[i] &= keep[codes[i]];
    }
    if (found) for (let i = 0; i < n; i += 1) out[i] &= found[i];
    return out;
  }

  /* Of these, what happened between two days (null: no clock); an interval passes where it touches. Returns how many. */
  function keepTime(sifted, first, last, clock, out) {
    const n = out.length;
    let count = 0;
    if (!clock) {
      out.set(sifted);
      for (let i = 0; i < n; i += 1) count += sifted[i];
      return count;
    }
    const { from, to } = clock, undated = clock.undated ? 1 : 0;
    for (let i = 0; i < n; i += 1) {
      const day = first[i];
      const pass = sifted[i] & (day === UNDATED ? undated : day <= to && last[i] >= from ? 1 : 0);
      out[i] = pass; count += pass;
    }
    return count;
  }

  /* How many rows of each verdict fall into each bin; a row counts in every bin that its interval touches. `lookup` gives
     the bin of every day from `from` on, and covers the days of all rows. */
  function histogram(kept, verdict, first, last, from, lookup, bins) {
    const kinds = VERDICT_CODES.length, steps = new Int32Array(kinds * (bins + 1)), undated = new Uint32Array(kinds);
    const n = kept.length;
    for (let i = 0; i < n; i += 1) {
      if (!kept[i]) continue;
      const row = verdict[i] * (bins + 1), day = first[i];
      if (day === UNDATED) { undated[verdict[i]] += 1; continue; }
      steps[row + lookup[day - from]] += 1; steps[row + lookup[last[i] - from] + 1] -= 1;
    }
    const counts = VERDICT_CODES.map((_, code) => {
      const out = new Uint32Array(bins);
      let sum = 0;
      for (let bin = 0; bin < bins; bin += 1) { sum += steps[code * (bins + 1) + bin]; out[bin] = sum; }
      return out;
    });
    return { counts, undated };
  }

  /* Stretches of the curve that hold every row of a box of cells, and few others: [begin, end, whether all lie inside]. */
  function stretches(rows, west, south, east, north) {
    const { code } = rows, out = [];
    const lower = (value, low, high) => {
      while (low < high) { const middle = (low + high) >> 1; if (code[middle] < value) low = middle + 1; else high = middle; }
      return low;
    };
    const walk = (begin, end, x, y, size, base, span) => {
      if (begin >= end || x > east || y > south || x + size <= west || y + size <= north) return;
      const inside = x >= west && y >= north && x + size - 1 <= east && y + size - 1 <= south;
      if (inside || end - begin < 256 || size === 1) {
        const last = out[out.length - 1];
        if (last && last[1] === begin && last[2] === inside) last[1] = end; else out.push([begin, end, inside]);
        return;
      }
      const half = size / 2, part = span / 4;
      const cuts = [begin, lower(base + part, begin, end), lower(base + 2 * part, begin, end), lower(base + 3 * part, begin, end), end];
      for (let quarter = 0; quarter < 4; quarter += 1)
        walk(cuts[quarter], cuts[quarter + 1], x + (quarter & 1) * half, y + (quarter >> 1) * half, half, base + quarter * part, part);
    };
    walk(0, code.length, 0, 0, SIDE, 0, SIDE * SIDE);
    return out;
  }

  /* Boxes of cells for a view that may show the world more than once: [copy, west, south, east, north]. */
  function cellBoxes({ west, south, east, north }) {
    const out = [];
    for (let k = Math.floor(west); k <= Math.floor(east); k += 1)
      out.push([k, Math.floor(Math.max(0, west - k) * SIDE), Math.ceil(Math.min(1, south) * SIDE), Math.ceil(Math.min(1, east - k) * SIDE), Math.floor(Math.max(0, north) * SIDE)]);
    return out;
  }

  /* Rows within so many pixels of a point of the map, the nearest first. */
  function packedHits(rows, mask, point, reach) {
    const scale = 256 * 2 ** map.getZoom(), origin = map.getPixelBounds().min;
    const px = origin.x + point.x, py = origin.y + point.y, found = [];
    const box = { west: (px - reach) / scale, east: (px + reach) / scale, north: (py - reach) / scale, south: (py + reach) / scale };
    for (const [k, west, south, east, north] of cellBoxes(box)) for (const [begin, end] of stretches(rows, west, south, east, north))
      for (let i = begin; i < end; i += 1) {
        if (!mask[i]) continue;
        const far = Math.hypot(((rows.x[i] + 0.5) / SIDE + k) * scale - px, (rows.y[i] + 0.5) / SIDE * scale - py);
        if (far <= reach) found.push([far, i]);
      }
    return found.sort((a, b) => a[0] - b[0]).map(([, i]) => i);
  }

  // ---------------------------------------------------------------- packed layer: drawing

  const SINGLES = 3000, PLAIN_MARKS = 300, BIN = 5;
  const WEIGHT = { inside: 1, indeterminate: 0.5 };

  /* Rows in view, as many as are drawn one by one; null: too many, they are drawn as density. */
  function singlesIn(rows, mask, view) {
    const out = [];
    for (const [k, west, south, east, north] of cellBoxes(view)) for (const [begin, end, inside] of stretches(rows, west, south, east, north))
      for (let i = begin; i < end; i += 1) {
        if (!mask[i] || !inside && (rows.x[i] < west || rows.x[i] > east || rows.y[i] < north || rows.y[i] > south)) continue;
        if (out.length >= SINGLES) return null;
        out.push([i, k]);
      }
    return out;
  }

  /* Squares as dark as they hold rows, and as blue as these lie inside: grey for none, ink for all. Returns the fewest and
     the most that a square holds. */
  function paintDensity(rows, mask, verdict, view) {
    const { context, width, height, scale, x0, y0 } = view;
    const across = Math.ceil(width / BIN) + 1, down = Math.ceil(height / BIN) + 1;
    const offX = ((x0 % BIN) + BIN) % BIN, offY = ((y0 % BIN) + BIN) % BIN;  // bins stand still on the map while it moves
    const total = new Uint32Array(across * down), near = new Float32Array(across * down);
    const weight = Float32Array.from({ length: 256 }, (_, code) => WEIGHT[VERDICT_CODES[code]] || 0), per = scale / SIDE / BIN;
    for (const [k, west, south, east, north] of cellBoxes(view)) {
      const toX = (k * scale - x0 + offX) / BIN + 0.5 * per, toY = (offY - y0) / BIN + 0.5 * per;
      for (const [begin, end] of stretches(rows, west, south, east, north)) {
        const { x, y } = rows;
        for (let i = begin; i < end; i += 1) {
          if (!mask[i]) continue;
          const column = Math.floor(x[i] * per + toX), row = Math.floor(y[i] * per + toY);
          if (column < 0 || column >= across || row < 0 || row >= down) continue;
          const at = row * across + column;
          total[at] += 1; near[at] += weight[verdict[i]];
        }
      }
    }
    const held = total.filter((count) => count > 0).sort();
    if (!held.length) return null;
    context.imageSmoothingEnabled = false;
    context.drawImage(shaded(total, near, held, across, down), -offX, -offY, across * BIN, down * BIN);
    context.imageSmoothingEnabled = true;
    return [held[0], held[held.length - 1]];
  }

  let shade = null;

  /* How dark a square is, 0 to 1: half by the logarithm of what it holds, half by how many squares hold less, so that a
     plain of ones and one heap of thousands both leave something to see between them. */
  function depths(held) {
    const least = Math.log(held[0]), span = Math.log(held[held.length - 1]) - least, of = new Map();
    for (let at = 0; at < held.length; at += 1) if (!of.has(held[at]))
      of.set(held[at], span ? 0.5 * (Math.log(held[at]) - least) / span + 0.5 * at / held.length : 0.5);
    return of;
  }

  function shaded(total, near, held, across, down) {
    if (!shade || shade.width !== across || shade.height !== down) {
      shade = document.createElement("canvas");
      shade.width = across; shade.height = down;
    }
    const context = shade.getContext("2d"), image = context.createImageData(across, down), to = image.data;
    const grey = rgb(colour.grey), ink = rgb(colour.ink), depth = depths(held);
    for (let at = 0, j = 0; at < total.length; at += 1, j += 4) {
      if (!total[at]) continue;
      const share = near[at] / total[at], deep = depth.get(total[at]), blue = share > 0 ? 0.35 + 0.65 * share : 0;
      for (let part = 0; part < 3; part += 1) to[j + part] = grey[part] + (ink[part] - grey[part]) * blue;
      to[j + 3] = 255 * Math.min(1, 0.12 + 0.68 * deep + (share > 0 ? 0.2 : 0));
    }
    context.putImageData(image, 0, 0);
    return shade;
  }

  function rgb(hex) {
    const digits = /^#(..)(..)(..)$/.exec(hex);
    return digits ? digits.slice(1).map((pair) => parseInt(pair, 16)) : [0, 0, 0];
  }

  /* One picture for each verdict, drawn once and stamped. */
  function paintSingles(rows, verdict, view, singles) {
    const { context, scale, x0, y0 } = view, r = singles.length > 800 ? 3.5 : 4.5, ratio = window.devicePixelRatio || 1;
    const side = Math.ceil(2 * r + 6);
    const stamps = VERDICT_CODES.map((name) => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = side * ratio;
      const to = canvas.getContext("2d");
      to.scale(ratio, ratio);
      sign(to, { x: side / 2, y: side / 2, r, verdict: name, chosen: false, many: false, indices: [] });
      return canvas;
    });
    for (const name of ORDER) {
      const code = VERDICT_CODES.indexOf(name);
      for (const [i, k] of singles) if (verdict[i] === code)
        context.drawImage(stamps[code], ((rows.x[i] + 0.5) / SIDE + k) * scale - x0 - side / 2, (rows.y[i] + 0.5) / SIDE * scale - y0 - side / 2, side, side);
    }
  }

  /* What the squares mean. */
  function sayDensity(counts) {
    byId("density").hidden = !counts;
    if (!counts) return;
    const [least, most] = counts.map((count) => count.toLocaleString("en"));
    byId("density").querySelector("span").textContent = `${least === most ? most : `${least} to ${most}`} incidents in a square`;
    byId("density").querySelector("small").hidden = !data.checked;
  }

  /* Paints what is too much for marks; returns the rows that are drawn as ordinary marks. */
  function paintPacked(view) {
    byId("density").hidden = true;
    const singles = singlesIn(rows, mask, view), chosen = state.selected === null ? [] : [state.selected];
    if (singles && singles.length <= PLAIN_MARKS) return [...new Set([...singles.map(([i]) => i), ...chosen])];
    if (singles) paintSingles(rows, codes, view, singles); else sayDensity(paintDensity(rows, mask, codes, view));
    return chosen;
  }

  /* Every chunk in turn, so long as the question stands; tells what it has found a few times a second. */
  async function searchPacked(source, query, current, tell) {
    const found = new Uint8Array(source.count);
    for (const { values, codes: of } of source.facets) {
      const hit = Uint8Array.from(values, (value) => (value.toLowerCase().includes(query) ? 1 : 0));
      if (hit.includes(1)) for (let i = 0; i < found.length; i += 1) found[i] |= hit[of[i]];
    }
    let told = performance.now();
    for (let nth = 0; nth < source.chunks; nth += 1) {
      const { raw } = await source.chunk(nth);
      if (!current()) return;
      for (const texts of Object.values(raw)) {
        if (!texts.join("\n").toLowerCase().includes(query)) continue;
        texts.forEach((text, i) => { if (text.toLowerCase().includes(query)) found[nth * source.perChunk + i] = 1; });
      }
      if (performance.now() - told < 400) continue;
      tell(found, false);
      await new Promise((done) => { setTimeout(done); });
      told = performance.now();
    }
    tell(found, true);
  }

  // ---------------------------------------------------------------- opening

  let moved = false;  // by the reader, not by the opening

  function goHome() {
    if (bare) return;
    if (!data.home) { map.setView([20, 0], 2, { animate: false }); return; }
    const [west, south, east, north] = data.home;
    const room = narrow.matches ? 26 : Math.min(64, map.getSize().y / 8);
    map.fitBounds([[south, west], [north, east]], { paddingTopLeft: [room + 28, room], paddingBottomRight: [room, room], maxZoom: 11, animate: false });
  }

  take(data.packed ? await packedRows(data.packed) : plainRows(data.incidents));
  if (bare) {  // the map's frame is the stage
    map.getContainer().append(hint, byId("density"), byId("ruling"), card);
    for (const box of [card, byId("ruling")]) { L.DomEvent.disableClickPropagation(box); L.DomEvent.disableScrollPropagation(box); }
  }
  dress(dark.matches && !bare ? "dark" : "light");
  /* On a narrow page the long part of the foot is read at the end of the list. */
  const seatFoot = () => { (narrow.matches ? byId("index") : byId("foot")).append(byId("ground")); };
  narrow.addEventListener("change", seatFoot);
  seatFoot();
  fillMasthead();
  fillZones();
  fillLegend();
  fillList();
  layAxis();
  map.getContainer().setAttribute("aria-label", "Map of the incidents; the list beside it says the same in words");
  map.getContainer().setAttribute("role", "region");
  if (!map.zoomControl) L.control.zoom({ position: "topleft" }).addTo(map);
  const tools = L.control({ position: "topleft" });
  tools.onAdd = () => {
    const icon = (d) => svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 1.6 }));
    const box = el("div", { class: "leaflet-bar tools" },
      el("button", { type: "button", id: "home", title: "All of it", "aria-label": "Show all of it", on: { click: () => { goHome(); acted(); } } }, icon("M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4")),
      el("button", { type: "button", id: "measure", title: "Measure a distance", "aria-label": "Measure a distance", "aria-pressed": "false", on: { click: () => measure(!ruler.on) } }, icon("M2.5 13.5l11-11 4 4-11 11zM6 10l2 2M9 7l2 2M12 4l2 2")));
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  if (!bare) tools.addTo(map);
  if (!bare) L.control.scale({ position: "bottomleft", maxWidth: 120 }).addTo(map);
  map.invalidateSize({ animate: false, pan: false });  // the masthead has taken its room since Leaflet measured
  goHome();
  if (layers.has("basemap")) base.addTo(map);
  over.addTo(map);
  if (!bare) follow(location.hash);
  map.on("movestart", () => { moved = true; }).on("moveend", () => { if (moved) acted(); });
  map.on("click", onPoint).on("click", onPress).on("mousemove", onPoint).on("mouseout", () => { hint.hidden = true; });
  document.documentElement.dataset.ready = "true";
})();
