// Draws what questions cost against how many events there are, both by powers of ten, from results of
// `scripts/bench --json` of several sizes:
//
//     node bench/cost_plot.mjs 1m.json 10m.json 50m.json > cost.svg
//
// A line per question: Throughline hot, seconds of the median. The thin grey lines cost the same per event.
import { readFileSync } from "node:fs";

const width = 760, height = 460;
const inside = { left: 70, right: 610, top: 46, bottom: 400 };

const rows = process.argv.slice(2).flatMap((file) => JSON.parse(readFileSync(file, "utf8")));
const measured = rows.filter((row) => row.contestant === "throughline" && row.seconds > 0);
if (measured.length === 0) {
  console.error("no file holds a result of Throughline");
  process.exit(1);
}
const unequal = measured.filter((row) => row.answers_equal === false);
if (unequal.length > 0) {
  console.error(`answers differ: ${unequal.map((row) => `${row.question} of ${row.events}`).join(", ")}`);
  process.exit(1);
}

const powers = (values) => {
  const logs = values.map(Math.log10);
  return [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
};
const [least, most] = powers(measured.map((row) => row.events));
const [quickest, slowest] = powers(measured.map((row) => row.seconds));
const x = (events) =>
  inside.left + ((Math.log10(events) - least) / (most - least)) * (inside.right - inside.left);
const y = (seconds) =>
  inside.bottom - ((Math.log10(seconds) - quickest) / (slowest - quickest)) * (inside.bottom - inside.top);

const label = (value, units) => {
  const [size, unit] = units.find(([size]) => value >= size * 0.999) ?? units.at(-1);
  return `${Number((value / size).toPrecision(2))} ${unit}`;
};
const eventUnits = [[1e9, "billion"], [1e6, "million"], [1e3, "thousand"], [1, ""]];
const timeUnits = [[1, "s"], [1e-3, "ms"], [1e-6, "µs"]];
const text = (atX, atY, content, rest = "") => `<text x="${atX.toFixed(1)}" y="${atY.toFixed(1)}" ${rest}>${content}</text>`;
const line = (points, rest) =>
  `<polyline points="${points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ")}" fill="none" ${rest}/>`;

const parts = [];
for (let power = least; power <= most; ++power) {
  const at = x(10 ** power);
  parts.push(line([[at, inside.top], [at, inside.bottom]], 'stroke="#e5e5e0"'));
  parts.push(text(at, inside.bottom + 20, label(10 ** power, eventUnits), 'text-anchor="middle"'));
}
for (let power = quickest; power <= slowest; ++power) {
  const at = y(10 ** power);
  parts.push(line([[inside.left, at], [inside.right, at]], 'stroke="#e5e5e0"'));
  parts.push(text(inside.left - 8, at + 4, label(10 ** power, timeUnits), 'text-anchor="end"'));
}
for (const nanoseconds of [0.1, 1, 10]) {
  const ends = [10 ** least, 10 ** most].map((events) => [x(events), y(nanoseconds * 1e-9 * events)]);
  const clipped = ends.every(([, py]) => py >= inside.top && py <= inside.bottom);
  if (clipped) {
    parts.push(line(ends, 'stroke="#b8b8b0" stroke-dasharray="2 4"'));
    parts.push(text(ends[0][0] + 6, ends[0][1] - 6, `${nanoseconds} ns an event`, 'fill="#77776f" font-size="11"'));
  }
}

const colours = ["#1f5c8b", "#b3541e", "#3d7a3d", "#7a4a8c", "#8a6d0b", "#2b7a78", "#9a3b57"];
const dashes = ["", "6 3", "2 3", "9 3 2 3", "", "6 3", "2 3"];
const questions = [...new Set(measured.map((row) => row.question))];
const lines = questions.map((question, number) => {
  const points = measured
    .filter((row) => row.question === question)
    .sort((a, b) => a.events - b.events)
    .map((row) => [x(row.events), y(row.seconds)]);
  return { question, points, colour: colours[number % colours.length], dash: dashes[number % dashes.length] };
});
// Names beside the ends of their lines, kept apart.
let free = -Infinity;
for (const each of [...lines].sort((a, b) => a.points.at(-1)[1] - b.points.at(-1)[1])) {
  const [endX, endY] = each.points.at(-1);
  free = Math.max(endY, free + 15);
  parts.push(line(each.points, `stroke="${each.colour}" stroke-width="2" stroke-dasharray="${each.dash}"`));
  for (const [px, py] of each.points) parts.push(`<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3" fill="${each.colour}"/>`);
  parts.push(line([[endX + 5, endY], [inside.right + 10, free]], `stroke="${each.colour}" stroke-width="0.7"`));
  parts.push(text(inside.right + 14, free + 4, each.question, `fill="${each.colour}"`));
}

console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Inter, sans-serif" font-size="12" fill="#33332e">
<title>Seconds of each question, hot, against the number of events</title>
<rect width="${width}" height="${height}" fill="#fdfdfb"/>
${text(inside.left, 24, "What a question costs grows with the events, no faster", 'font-size="15" font-weight="600"')}
${parts.join("\n")}
${text((inside.left + inside.right) / 2, inside.bottom + 42, "events", 'text-anchor="middle"')}
${text(inside.left, inside.top - 8, "seconds, hot, median", 'fill="#77776f" font-size="11"')}
</svg>`);
