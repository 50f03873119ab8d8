/* The page: reads the two JSON blocks, draws the map on two canvases, and keeps list, legend, card and map in step.
   Every text from the data reaches the screen through textContent or a canvas, never as markup.
   The data's shape is payload.schema.json; coordinates are [lon, lat] in degrees. */
"use strict";
(function () {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("payload").textContent);
  const ground = JSON.parse(byId("basemap").textContent);
  const map = window[byId("payload").dataset.map];
  const stage = byId("stage"), card = byId("card"), hint = byId("hint");

  const VERDICTS = {
    inside: ["Inside", "in the zone, in force"],
    indeterminate: ["Indeterminate", "could be either"],
    outside: ["Outside", "not in the zone"],
    not_in_force: ["Not in force", "outside the zone’s dates"],
    unlocated: ["Unlocated", "no position; listed only"],
    untested: ["Not tested", "no zone to compare with"],
  };
  const LOUDEST = ["inside", "indeterminate", "outside", "not_in_force", "unlocated"];
  const state = { selected: null, hidden: new Set(), zone: "", query: "", hovered: null };
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = window.matchMedia("(max-width: 720px)");

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

  const incidents = data.incidents;
  const zoneName = new Map(data.zones.map((zone) => [zone.id, zone.name]));

  function verdictOf(incident) {
    if (!data.checked) return incident.lon === null ? "unlocated" : "untested";
    return leading(incident)?.verdict || (incident.lon === null ? "unlocated" : "untested");
  }

  function leading(incident) {
    const told = incident.verdicts.filter((one) => !state.zone || one.zone === state.zone);
    /* A zone that nobody has drawn leaves every place open, which must not drown what the others say. */
    const rank = (one) => LOUDEST.indexOf(one.verdict) + (one.verdict === "indeterminate" && one.p[0] === null ? LOUDEST.length : 0);
    return told.sort((a, b) => rank(a) - rank(b))[0] || null;
  }

  const haystack = incidents.map((one) => JSON.stringify([one.title, one.where_worded, one.where, one.whose, one.facts, one.when, one.quotes]).toLowerCase());
  let shown = incidents.map((_, index) => index);

  function refilter() {
    const query = state.query.trim().toLowerCase();
    shown = incidents.map((_, index) => index).filter((index) =>
      !state.hidden.has(verdictOf(incidents[index])) && (!query || haystack[index].includes(query)));
    if (state.selected !== null && !shown.includes(state.selected)) close();
    fillList();
    paintOver();
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
  const regions = incidents.map((one) => ({ half: polygonsOf(one.region_50), most: polygonsOf(one.region_90) }));

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
    getEvents() { return { moveend: this.redraw, resize: this.redraw, zoomanim: this._glide }; },
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
    for (const name of ["land", "water", "coast", "border", "river", "place", "country", "ink", "grey", "zone", "text", "paper"])
      colour[name] = style.getPropertyValue(`--${name}`).trim();
  }

  /* The copies of the world in view: whole turns k for which something at x + k is seen. */
  function turns(view, box) {
    const out = [];
    if (box.north > view.south || box.south < view.north) return out;
    for (let k = Math.ceil(view.west - box.east); k <= Math.floor(view.east - box.west); k += 1) out.push(k);
    return out;
  }

  /* `edges`: false for outlines that are stroked, which must not show the cut at the antimeridian or the pole. */
  function trace(view, shape, edges) {
    const { context, scale, x0, y0 } = view, p = shape.points;
    for (const k of turns(view, shape)) {
      let pen = false;
      for (let i = 0; i < p.length; i += 2) {
        const x = (p[i] + k) * scale - x0, y = p[i + 1] * scale - y0;
        const cut = !edges && i > 0 && ((p[i] === p[i - 2] && (p[i] === 0 || p[i] === 1)) ||
          (p[i + 1] === p[i - 1] && (p[i + 1] < 1e-6 || p[i + 1] > 1 - 1e-6)));
        if (pen && !cut) context.lineTo(x, y); else context.moveTo(x, y);
        pen = true;
      }
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

  function area(view, polygons, alpha, dash, width) {
    const { context } = view;
    context.beginPath();
    for (const ring of polygons.flat()) trace(view, ring, true);
    context.globalAlpha = alpha;
    context.fillStyle = colour.zone;
    context.fill("evenodd");
    context.globalAlpha = 1;
    if (width) stroke(view, polygons.flat(), colour.zone, width, dash, trace);
  }

  function paintSaid(view) {
    const chosen = state.selected === null ? null : regions[state.selected];
    if (shown.length <= 60) for (const index of shown) if (index !== state.selected && incidents[index].mark) faint(view, index);
    for (const zone of zones) area(view, zone.polygons, 0.07, [], 2);
    if (chosen) {
      area(view, chosen.most, 0.09, [1, 4], 1.4);
      area(view, chosen.half, 0.13, [], 0.8);
      const told = leading(incidents[state.selected]);
      if (told && told.stable === false)
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
    marks = placeMarks(view);
    for (const mark of marks) room.take(mark.x - mark.r - 2, mark.y - mark.r - 2, 2 * mark.r + 4, 2 * mark.r + 4);
    zones.forEach((zone) => nameZone(view, room, zone));
    nameMarks(view, room);
    keepOutlinesClear(view, room);
    nameGround(view, room);
    for (const mark of marks) sign(view.context, mark);
  }

  /* The doubt of what is not selected: enough to see that there is some. */
  function faint(view, index) {
    const { context } = view;
    if (incidents[index].on_ring) { area(view, regions[index].half, 0.06, [], 0); return; }
    context.globalAlpha = 0.4;
    stroke(view, regions[index].most.flat(), colour.zone, 1, [1, 4], trace);
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
  function placeMarks(view) {
    const piles = new Map();
    for (const index of shown) {
      const one = incidents[index];
      if (!one.mark) continue;
      const key = `${one.mark[0].toFixed(4)} ${one.mark[1].toFixed(4)}`;
      if (!piles.has(key)) piles.set(key, []);
      piles.get(key).push(index);
    }
    const r = piles.size > 5000 ? 3 : piles.size > 800 ? 4.5 : 7;
    const out = [];
    for (const pile of piles.values()) {
      const many = pile.length > 6;
      for (const [x, y] of spots(view, ...incidents[pile[0]].mark)) {
        (many ? [pile[0]] : pile).forEach((index, nth) => {
          const aside = many ? 0 : (nth - (pile.length - 1) / 2) * (2 * r + 5);
          const chosen = many ? pile.includes(state.selected) : index === state.selected;
          const verdict = verdictOf(incidents[many && chosen ? state.selected : index]);
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

  /* Which pieces of the sheet already hold something: a coarse grid of boxes. */
  function labelRoom(view) {
    const cell = 64, cells = new Map();
    function each(x, y, w, h, act) {
      for (let i = Math.floor(x / cell); i <= Math.floor((x + w) / cell); i += 1)
        for (let j = Math.floor(y / cell); j <= Math.floor((y + h) / cell); j += 1) if (act(`${i} ${j}`)) return true;
      return false;
    }
    return {
      take(x, y, w, h) {
        each(x, y, w, h, (key) => { (cells.get(key) || cells.set(key, []).get(key)).push([x, y, w, h]); });
      },
      free(x, y, w, h) {
        const { seen } = view;
        return x > seen.x + 2 && y > seen.y + 2 && x + w < seen.x + seen.w - 2 && y + h < seen.y + seen.h - 2 && !each(x, y, w, h, (key) =>
          (cells.get(key) || []).some(([a, b, c, d]) => x < a + c && a < x + w && y < b + d && b < y + h));
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

  /* Name, radius and dates of a zone: above its outline, or below, or in its middle where there is no room. */
  function nameZone(view, room, { zone, polygons }) {
    if (!polygons.length) return;
    const { context, scale, x0, y0 } = view;
    const outer = polygons.map((polygon) => polygon[0]);
    const box = { west: Math.min(...outer.map((o) => o.west)), east: Math.max(...outer.map((o) => o.east)),
      north: Math.min(...outer.map((o) => o.north)), south: Math.max(...outer.map((o) => o.south)) };
    const stated = shown.filter((index) => !incidents[index].mark && incidents[index].verdicts.some((one) =>
      one.zone === zone.id && one.verdict === "inside" && one.basis === "stated")).length;
    const most = Math.min(330, view.seen.w - 24), small = (box.east - box.west) * scale < 40;
    const rows = [];
    const say = (text, font, limit) => wrapped(context, text, font, most, limit).forEach((row) => rows.push([row, font]));
    say(zone.name, `600 14px ${FONT}`, 2);
    if (zone.radius && !small) say(zone.centre ? `${zone.radius} around ${zone.centre}` : zone.radius, `12px ${FONT}`, 2);
    if (zones.length <= 4 && zone.validity && !narrow.matches && !small) say(zone.validity, `12px ${FONT}`, 3);
    if (stated && !small) say(`${stated} more stated to be inside, without a position`, `600 12px ${FONT}`, 2);
    const width = Math.max(...rows.map(([text, font]) => { context.font = font; return context.measureText(text).width; })) + 8;
    const height = rows.length * 16 + 4;
    for (const k of turns(view, box)) {
      const x = ((box.west + box.east) / 2 + k) * scale - x0;
      const top = box.north * scale - y0, bottom = box.south * scale - y0;
      const { seen } = view;
      const west = (box.west + k) * scale - x0, east = (box.east + k) * scale - x0;
      if (east < seen.x || west > seen.x + seen.w || bottom < seen.y || top > seen.y + seen.h) continue;
      const left = Math.max(seen.x + 8, Math.min(x - width / 2, seen.x + seen.w - width - 8));
      const tries = [top - height - 6, bottom + 6, (top + bottom) / 2 - height - 14];
      const fits = (at) => at > seen.y + 6 && at + height < seen.y + seen.h - 6 && room.free(left, at, width, height);
      const at = tries.find(fits);
      if (at === undefined) continue;
      rows.forEach(([text, font], nth) => write(context, text, left + width / 2, at + 10 + nth * 16, "center", font, colour.zone));
      room.take(left, at, width, height);
    }
  }

  /* No name of the ground lies across a zone's outline. */
  function keepOutlinesClear(view, room) {
    for (const shape of zones.slice(0, 50).flatMap((zone) => zone.polygons.flat())) {
      const { scale, x0, y0 } = view, p = shape.points;
      for (const k of turns(view, shape)) {
        let lastX = -1e9, lastY = -1e9;
        for (let i = 0; i < p.length; i += 2) {
          const x = (p[i] + k) * scale - x0, y = p[i + 1] * scale - y0;
          if (Math.hypot(x - lastX, y - lastY) < 6) continue;
          room.take(x - 3, y - 3, 6, 6);
          lastX = x; lastY = y;
        }
      }
    }
  }

  const SIDES = [["left", 1, 0], ["right", -1, 0], ["center", 0, -1], ["center", 0, 1]];

  function nameBeside(view, room, mark, text, font, style) {
    const { context } = view;
    context.font = font;
    const width = context.measureText(text).width + 4;
    for (const [align, dx, dy] of SIDES) {
      const gap = mark.r + 5;
      const left = mark.x + (dx === 1 ? gap : dx === -1 ? -gap - width : -width / 2);
      const top = mark.y + (dy ? dy * (mark.r + 11) : 0) - 8;
      if (!room.free(left, top, width, 16)) continue;
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
      const one = incidents[mark.indices[0]];
      if ((one.start || one.on_ring) && (view.zoom >= 4 || mark.chosen)) nameBeside(view, room, mark, oneLine(one.on_ring ? `${one.when}, on this ring` : one.when), `${mark.chosen ? 600 : 400} 12px ${FONT}`, mark.verdict === "not_in_force" ? colour.grey : colour.ink);
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
    const size = map.getSize(), dx = size.x * PAD, dy = size.y * PAD;
    const near = marks.map((mark) => ({ mark, far: Math.hypot(mark.x - dx - point.x, mark.y - dy - point.y) }))
      .filter(({ mark, far }) => far <= mark.r + reach).sort((a, b) => a.far - b.far);
    return [...new Set(near.flatMap(({ mark }) => mark.indices))];
  }

  function onPoint(event) {
    const found = hits(event.containerPoint, 2);
    map.getContainer().classList.toggle("pointing", found.length > 0);
    hint.hidden = !found.length;
    if (!found.length) return;
    hint.replaceChildren(said(incidents[found[0]].title), found.length > 1 ? ` and ${found.length - 1} more` : "");
    const size = map.getSize();
    hint.style.left = `${Math.max(4, Math.min(event.containerPoint.x + 14, size.x - 270))}px`;
    hint.style.top = `${Math.max(4, event.containerPoint.y - 34)}px`;
  }

  function onPress(event) {
    const found = hits(event.containerPoint, L.Browser.mobile ? 10 : 3);
    if (found.length === 1) select(found[0], { focus: "card" });
    else if (found.length > 1) choose(found);
    else close();
  }

  // ---------------------------------------------------------------- the panel

  function fillMasthead() {
    document.title = data.title;
    byId("title").replaceChildren(said(data.title));
    for (const key of ["subtitle", "finding", "word"]) {
      byId(key).replaceChildren(said(data[key]));
      byId(key).hidden = !data[key];
    }
  }

  function fillLegend() {
    const legend = byId("legend");
    legend.hidden = !incidents.length;
    for (const node of [...legend.querySelectorAll("label")]) node.remove();
    const counts = new Map();
    for (const one of incidents) counts.set(verdictOf(one), (counts.get(verdictOf(one)) || 0) + 1);
    for (const [name, [word, gloss]] of Object.entries(VERDICTS)) {
      const count = counts.get(name) || 0;
      if (!count && (name === "untested" || !data.checked)) continue;
      const box = el("input", { type: "checkbox", checked: !state.hidden.has(name), on: { change: () => {
        if (box.checked) state.hidden.delete(name); else state.hidden.add(name);
        refilter();
      } } });
      const words = el("span", {}, word, " ", el("small", {}, gloss));
      legend.append(el("label", { class: count ? null : "none" }, box, glyph(name), words, el("span", { class: "number" }, count.toLocaleString("en"))));
    }
  }

  function fillZones() {
    const box = byId("zones");
    if (data.zones.length > 1 && data.checked) {
      const pick = el("select", { on: { change: () => { state.zone = pick.value; fillLegend(); refilter(); if (state.selected !== null) fillCard(state.selected); } } },
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

  const LIST_MOST = 500;

  function fillList() {
    byId("search").hidden = incidents.length < 8;
    byId("count").textContent = !incidents.length ? "No incidents in this table."
      : `${shown.length.toLocaleString("en")} of ${incidents.length.toLocaleString("en")} shown` +
        (shown.length > LIST_MOST ? `, the list holds the first ${LIST_MOST}` : "") + (narrow.matches ? "" : " · j and k walk through them");
    byId("list").replaceChildren(...shown.slice(0, LIST_MOST).map((index) => {
      const one = incidents[index], verdict = verdictOf(one);
      const tags = [leading(one)?.basis === "stated" ? "stated" : "", !one.mark && one.lon !== null ? "no pin" : ""].filter(Boolean).join(", ");
      return el("li", {}, el("button", { type: "button", "data-index": index, "aria-current": index === state.selected ? "true" : null,
        on: { click: () => select(index, { focus: "card" }) } }, glyph(verdict),
        el("span", {}, el("span", { class: "unseen" }, `${VERDICTS[verdict][0]}: `), el("b", {}, said(one.title)),
          el("span", { class: "meta" }, said(one.when), one.where_worded ? " · " : "", one.where_worded ? said(one.where_worded) : "", tags ? ` · ${tags}` : ""))));
    }));
  }

  const rowOf = (index) => byId("list").querySelector(`button[data-index="${index}"]`);

  // ---------------------------------------------------------------- the card

  function choose(found) {
    card.replaceChildren(cardBar(null), el("h2", { id: "card-title" }, `${found.length} incidents here`),
      el("ul", { class: "choose" }, ...found.slice(0, 100).map((index) => el("li", {}, el("button", { type: "button", on: { click: () => select(index, { focus: "card" }) } },
        glyph(verdictOf(incidents[index])), el("span", {}, said(incidents[index].title), el("br"), said(incidents[index].when)))))));
    card.hidden = false;
    card.focus({ preventScroll: true });
  }

  function cardBar(index) {
    const at = shown.indexOf(index);
    const walk = index === null ? el("span", { class: "walk" }) : el("span", { class: "walk" },
      el("button", { type: "button", "aria-label": "Previous incident", title: "k", on: { click: () => step(-1, "card") } }, "‹"),
      el("small", {}, `${at + 1} of ${shown.length.toLocaleString("en")}`),
      el("button", { type: "button", "aria-label": "Next incident", title: "j", on: { click: () => step(1, "card") } }, "›"));
    const shut = el("button", { type: "button", "aria-label": "Close", title: "Esc", on: { click: () => close(true) } }, "×");
    if (index === null) return el("div", { class: "bar" }, walk, shut);
    const one = incidents[index], told = leading(one), verdict = verdictOf(one);
    return el("div", { class: "bar" }, glyph(verdict), el("span", { class: "verdict" }, VERDICTS[verdict][0]),
      told && told.basis === "stated" ? el("span", { class: "tag" }, "stated") : "", walk, shut);
  }

  function entry(term, ...content) {
    const parts = content.filter((part) => part);
    return parts.length ? [el("dt", {}, term), el("dd", {}, ...parts)] : [];
  }

  const small = (text) => (text ? el("small", {}, said(text)) : null);

  function fillCard(index) {
    const one = incidents[index], told = leading(one);
    const others = one.verdicts.filter((other) => other !== told && !state.zone);
    card.replaceChildren(cardBar(index), el("h2", { id: "card-title" }, said(one.title)),
      told && told.reason ? el("p", {}, said(told.reason)) : "",
      el("dl", {},
        ...entry("Whose word", said(one.whose)),
        ...entry("When", said(one.when), one.when_worded ? small(`worded: “${one.when_worded}”`) : null, told ? small(told.time) : null),
        ...entry("Where", one.where_worded ? said(`“${one.where_worded}”`) : null, small(one.where), small(one.mark_note), ...one.remarks.map(small),
          small(one.mark && Math.abs(one.mark[1]) > 85.05 ? "Beyond the map’s edge at 85°: drawn at the edge." : "")),
        ...(told ? entry("Edge", told.edge ? said(told.edge) : null) : []),
        ...(told ? entry("Chance inside", ...chance(told)) : []),
        ...(told ? entry("Would flip", flip(told)) : []),
        ...one.facts.flatMap(([term, text]) => entry(term, said(text)))),
      quotes(one), conflicts(one), statements(told), ...otherZones(others),
      howCome(told, one), extras(one));
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
    return el("span", {}, told.stable ? "No other stated reading changes this verdict." : "Another stated reading changes this verdict (dashed on the map).");
  }

  function quotes(one) {
    const told = one.quotes.filter((quote) => quote.quote || quote.said_by);
    if (!told.length) return "";
    return el("div", {}, el("h3", {}, "What was said"), ...told.map((quote) => {
      const who = [quote.said_by, quote.stance && quote.stance !== "asserts" ? quote.stance.replace(/_/g, " ") : ""].filter(Boolean).join(", ");
      const source = [quote.title || quote.report, quote.publisher, quote.published].filter(Boolean).join(", ");
      return el("blockquote", {}, quote.quote ? el("p", {}, "“", said(quote.quote), "”") : "",
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
    fillCard(index);
    const row = rowOf(index);
    if (row) { row.setAttribute("aria-current", "true"); row.scrollIntoView({ block: "nearest" }); }
    if (focus === "card") card.focus({ preventScroll: true });
    else if (row) row.focus({ preventScroll: true });
    if (!bringIntoView(incidents[index])) paintOver();
  }

  /* The part of the map that the card leaves free, in pixels of the map. */
  function freePart() {
    const size = map.getSize();
    if (card.hidden) return { left: 0, top: 0, right: size.x, bottom: size.y };
    const at = card.getBoundingClientRect(), frame = map.getContainer().getBoundingClientRect();
    if (narrow.matches) return { left: 0, top: 0, right: size.x, bottom: Math.max(80, Math.min(size.y, at.top - frame.top)) };
    return { left: 0, top: 0, right: Math.max(80, at.left - frame.left), bottom: size.y };
  }

  function bringIntoView(one) {
    const region = one.mark ? null : one.region_50 || one.region_90;
    const ring = region ? region.flat(2) : null;
    if (!one.mark && !ring) return false;
    const lonOf = (lon) => lon + 360 * Math.round((map.getCenter().lng - lon) / 360);
    const centre = one.mark ? [one.mark[1], lonOf(one.mark[0])] : [
      (Math.min(...ring.map((p) => p[1])) + Math.max(...ring.map((p) => p[1]))) / 2,
      lonOf((Math.min(...ring.map((p) => p[0])) + Math.max(...ring.map((p) => p[0]))) / 2)];
    map.stop();
    const at = map.latLngToContainerPoint(centre), free = freePart();
    if (at.x > free.left + 60 && at.x < free.right - 60 && at.y > free.top + 60 && at.y < free.bottom - 60) return false;
    const middle = [(free.left + free.right) / 2, (free.top + free.bottom) / 2];
    map.panBy([at.x - middle[0], at.y - middle[1]], { animate: !calm, duration: 0.2 });
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
    }
    paintOver();
  }

  function step(by, focus) {
    if (!shown.length) return;
    const at = state.selected === null ? (by > 0 ? -1 : shown.length) : shown.indexOf(state.selected);
    select(shown[Math.max(0, Math.min(shown.length - 1, at + by))], { focus });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { close(true); return; }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
    if (event.key === "j" || event.key === "k") { step(event.key === "j" ? 1 : -1); event.preventDefault(); }
    if (event.key === "/" && !byId("search").hidden) { byId("query").focus(); event.preventDefault(); }
  });
  byId("query").addEventListener("input", (event) => { state.query = event.target.value; refilter(); });

  // ---------------------------------------------------------------- light and dark

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  function dress(theme) {
    document.documentElement.dataset.theme = theme;
    readColours();
    if (base._map) base.redraw();
    paintOver();
  }
  byId("theme").addEventListener("click", () => dress(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  dark.addEventListener("change", () => dress(dark.matches ? "dark" : "light"));

  // ---------------------------------------------------------------- opening

  function goHome() {
    if (!data.home) { map.setView([20, 0], 2, { animate: false }); return; }
    const [west, south, east, north] = data.home;
    const room = narrow.matches ? 26 : 64;
    map.fitBounds([[south, west], [north, east]], { paddingTopLeft: [room + 28, room], paddingBottomRight: [room, room], maxZoom: 11, animate: false });
  }

  dress(dark.matches ? "dark" : "light");
  fillMasthead();
  fillZones();
  fillLegend();
  fillList();
  map.getContainer().setAttribute("aria-label", "Map of the incidents; the list beside it says the same in words");
  map.getContainer().setAttribute("role", "region");
  L.control.zoom({ position: "topleft" }).addTo(map);
  L.control.scale({ position: "bottomleft", maxWidth: 120 }).addTo(map);
  map.invalidateSize({ animate: false, pan: false });  // the masthead has taken its room since Leaflet measured
  goHome();
  base.addTo(map);
  over.addTo(map);
  map.on("click", onPoint).on("click", onPress).on("mousemove", onPoint).on("mouseout", () => { hint.hidden = true; });
  document.documentElement.dataset.ready = "true";
})();
