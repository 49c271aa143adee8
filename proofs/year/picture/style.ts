/** Colours are named once, for light and dark; what they mean is always said by a shape or a word, too. */
export const style = `
:root { color-scheme: light dark; --ground: #f5f4f0; --card: #fff; --ink: #1d2129; --soft: #5b6472; --line: #d9dbdf; --faint: #ecebe6;
 --black: #4a5160; --cyan: #0a86a8; --magenta: #b8317d; --yellow: #a98400; --waste: #7b5b3a; --drum: #7d7f92;
 --order: #1d2129; --parcel: #1f7a3d; --alarm: #c62828; --mail: #3b4fb8; }
@media (prefers-color-scheme: dark) { :root { --ground: #14161a; --card: #1c1f25; --ink: #e9ebef; --soft: #a0a8b5; --line: #363b45; --faint: #24282f;
 --black: #aab2c0; --cyan: #4cc3e0; --magenta: #ec7fb9; --yellow: #e3c04a; --waste: #cda57c; --drum: #a9abc4;
 --order: #fff; --parcel: #6fce8d; --alarm: #ff6b6b; --mail: #9dadff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 1500px; margin: 0 auto; padding: 28px 24px 60px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
h2 { font-size: 17px; margin: 30px 0 10px; }
header p { margin: 0; color: var(--soft); max-width: 80ch; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); gap: 1px; margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
dl div { box-shadow: 0 0 0 1px var(--line); padding: 9px 14px; }
dt { font-size: 12.5px; color: var(--soft); }
dd { margin: 0; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 0 0 10px; padding: 0; font-size: 13px; color: var(--soft); }
.legend li { display: flex; align-items: center; gap: 6px; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px; }
.scroll:focus-visible { outline: 2px solid var(--mail); outline-offset: 2px; }
.scroll svg { display: block; width: 100%; height: auto; }
table { border-collapse: collapse; background: var(--card); border: 1px solid var(--line); font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 5px 12px; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; margin-bottom: 8px; }
.checks { list-style: none; padding: 0; margin: 0; }
.checks b { display: inline-block; min-width: 46px; color: var(--parcel); }
.checks .fails > b { color: var(--alarm); }
svg text { font-family: system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--ink); }
svg .device { font-size: 12.5px; font-weight: 650; }
svg .model { font-weight: 400; }
svg .place, svg .month { font-size: 11.5px; fill: var(--soft); }
svg .slot { font-size: 11.5px; text-anchor: end; fill: var(--soft); }
svg .base { stroke: var(--line); stroke-width: 1; fill: none; }
svg .grid { stroke: var(--line); stroke-width: 1; fill: none; }
svg .closed { fill: var(--faint); }
svg .truth { fill: currentColor; fill-opacity: 0.26; }
svg .gauge { fill: none; stroke: currentColor; stroke-width: 1.15; stroke-linejoin: round; }
svg .black { color: var(--black); } svg .cyan { color: var(--cyan); } svg .magenta { color: var(--magenta); } svg .yellow { color: var(--yellow); }
svg .waste { color: var(--waste); } svg .drum { color: var(--drum); }
svg .order { fill: var(--order); }
svg .order.hollow { fill: var(--card); stroke: var(--order); stroke-width: 1.3; }
svg .parcel { fill: var(--parcel); stroke: var(--card); stroke-width: 0.8; }
svg .parcel.hollow { fill: var(--card); stroke: var(--parcel); stroke-width: 1.6; }
svg .lost { fill: none; stroke: var(--alarm); stroke-width: 2.2; stroke-linecap: round; }
svg .swap { fill: var(--card); stroke: var(--ink); stroke-width: 1.2; }
svg .swap.early { fill: var(--yellow); }
svg .hatch-ground { fill: var(--faint); }
svg .hatch { stroke: var(--soft); stroke-width: 1.4; }
svg .alarm { stroke: var(--alarm); stroke-width: 2; }
svg .silence { fill: url(#hatch); fill-opacity: 0.85; }
svg .absent { fill: var(--faint); fill-opacity: 0.9; }
svg .out { fill: url(#alarm); }
svg .outline { fill: none; stroke: var(--alarm); stroke-width: 1.4; }
svg path.flag { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 2; fill: none; }
svg text.flag { font-size: 11px; font-weight: 600; paint-order: stroke; stroke: var(--card); stroke-width: 3px; }
svg .mail { stroke: var(--mail); stroke-width: 1.6; fill: none; }
`;
